"""Which identity providers there are, and for whom each of them speaks."""
