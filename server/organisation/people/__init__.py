"""People with an account: signing in, what they are called, and the boards they work with."""
