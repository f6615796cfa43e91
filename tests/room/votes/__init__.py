"""Voting: rules of a ballot, the box, and the race against the close."""
