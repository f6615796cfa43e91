"""Enquiries (henvendelser): what a citizen asks, written down by a politician or a leader, and answered by a level."""
