"""Files that take a while to make."""
