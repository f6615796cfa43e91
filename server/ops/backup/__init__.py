"""Backing up, checking a backup, putting it back, and settling what was put back (docs/operations.md)."""
