"""Handing over what a meeting chose."""
