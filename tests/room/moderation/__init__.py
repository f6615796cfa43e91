"""Talking together."""
