"""Rules of the house that hold for all of the code."""
