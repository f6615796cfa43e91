"""S1 to S6: who gets in, what they may do there, and how much of it."""
