"""Siden sidst (since last time): what became of the board's ideas since its last meeting, as the room hears it."""
