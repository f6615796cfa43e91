"""A meeting with a queue of questions."""
