"""Belongings (mine oplysninger): all that is kept of a person, shown to them and as a file. What that is, the map says
(`schemas/belongings.py`); nothing here knows a table."""
