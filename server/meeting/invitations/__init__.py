"""Invitations: each lets one person into one meeting, and is sent by mail or printed on paper."""
