"""What every page leads to at its foot: can everybody use it, what happens to what I write, and who is responsible."""
