"""Owners: who has the responsibility for an idea. One without an account has a link that opens just that idea."""
