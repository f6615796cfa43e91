"""The stream: what changed on a board, told to every page that shows it."""
