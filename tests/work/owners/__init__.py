"""Owners of ideas: given, changed, handed on; and the link that opens just one idea."""
