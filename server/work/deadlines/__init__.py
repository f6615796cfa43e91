"""Deadlines: what is due for an idea and when, and the coordinator's page of what happens automatically."""
