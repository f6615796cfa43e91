"""Owners: who is responsible for an idea. An owner without an account gets a link that opens just that idea."""
