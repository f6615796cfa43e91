"""Runs the product and looks after it: serving, checking, migrating, the embedded databases, the demo and replay."""
