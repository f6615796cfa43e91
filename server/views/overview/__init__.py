"""Overview (overblik): what is waiting, what is moving, and what came of it, on all boards that one person may see."""
