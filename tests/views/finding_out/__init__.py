"""The coordinator's list of what to find out."""
