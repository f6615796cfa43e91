"""Meetings and the people who come: planning, inviting, joining, and leading from phase to phase. Nothing here knows
what happens in a phase; features declare that (see `meetings/phases.py`)."""
