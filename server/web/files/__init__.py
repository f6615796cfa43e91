"""Files: what takes a while to make, each made in a process of its own that can be ended."""
