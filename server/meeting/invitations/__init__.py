"""Invitations: a way into one meeting for one person, by mail or on paper."""
