"""Moments: what happened to an idea besides a change of status, for its timeline."""
