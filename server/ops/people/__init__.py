"""`peerboard people`: who has an account, where they are signed in, and ending one."""
