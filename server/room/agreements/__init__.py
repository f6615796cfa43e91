"""Agreements: who carries a chosen idea to a leader, what the first step is, and by when."""
