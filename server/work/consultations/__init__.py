"""Consultations (vi er spurgt): cases that a body puts to a board, with a date, and the answers that go back."""
