"""Samlet rapport: several evenings of a board at tables in one document, with where each idea came from and where it is
now."""
