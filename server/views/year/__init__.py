"""Sådan blev vi inddraget: a board's or committee's year on one page: what it was asked and answered, and what came of
it."""
