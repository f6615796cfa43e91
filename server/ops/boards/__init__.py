"""`peerboard boards`: what an operator does with whole boards."""
