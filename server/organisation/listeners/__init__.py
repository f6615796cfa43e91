"""Listeners (lytteposter): who may pass on what citizens ask about a unit."""
