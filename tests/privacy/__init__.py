"""S8, S9, P1, P2, P4, P7: what is seen, kept, logged and told."""
