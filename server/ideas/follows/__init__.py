"""Follows: somebody wants to hear what becomes of an idea, on "Min idé" or by mail."""
