"""Agreements: who carries a chosen idea to a leader, the first step, and when."""
