"""Members: the list of a standing board, each on it by their own yes, and how each is asked to the next meeting."""
