"""Votes: a round is opened, ballots are cast, and the round is closed and counted."""
