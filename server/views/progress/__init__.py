"""Progress: a board's ideas by the status they have now."""
