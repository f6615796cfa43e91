"""Erasing oneself, or somebody who asked on paper: what they wrote, and what is to become of it."""
