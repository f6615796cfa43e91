"""Overview (overblik): over all boards that one person may see, what waits, what moves, and what came of it."""
