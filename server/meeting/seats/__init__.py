"""Seats: joining a meeting, coming back, leaving, and being removed."""
