"""`peerboard audit`: verifying the trail, and handing it to other systems."""
