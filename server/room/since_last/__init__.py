"""Siden sidst: what became of the board's ideas since its last meeting, as the room hears of it."""
