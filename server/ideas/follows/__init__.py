"""Follows: someone asks by mail to be told what becomes of an idea."""
