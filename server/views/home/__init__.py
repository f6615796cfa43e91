"""Where somebody with an account comes in: what needs them now, and the boards they work with."""
