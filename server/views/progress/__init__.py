"""Progress: a board's ideas by where they are now."""
