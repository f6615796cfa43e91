"""`peerboard run`: everything on one machine with one command, and nothing left running after it."""
