"""Files that take a while to make, each in a process of its own that can be killed."""
