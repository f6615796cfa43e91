"""Signing in with an identity provider, beside the mailed link."""
