"""A meeting and who comes to it: planned, invited to, joined, led from phase to phase. It knows no phase."""
