"""What everything else is built on: the database, changes to a board, who is asking, jobs, hooks. Knows no feature."""
