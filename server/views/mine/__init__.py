"""Mine (Min idé): what a person has written or follows, what became of it, and what they can still do."""
