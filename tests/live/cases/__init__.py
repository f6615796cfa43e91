"""How each event comes about, by what it is about."""
