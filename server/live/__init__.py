"""The stream: sends what changes on a board to every page that shows it."""
