"""Seats: joining, coming back, leaving, being removed."""
