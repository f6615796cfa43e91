"""Moderation (gennemsyn): those who moderate look at what members write, before or after others read it."""
