"""Moments: everything that happens to an idea, except changes of status, for its timeline."""
