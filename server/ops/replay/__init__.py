"""Real elections cast again through the running product: `peerboard replay`."""
