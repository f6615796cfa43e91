"""What is watched: all that will happen on a board by itself, by date, and what went wrong."""
