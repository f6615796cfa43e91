"""Votes: a round is opened, ballots are cast, the round is closed and counted."""
