"""Real elections, held again through the running product: `peerboard replay`."""
