"""People with an account: signing in and the boards they work with."""
