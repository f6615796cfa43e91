"""`make fresh`: what a stranger sees, on bare machines that are built for it. Not a part of `make test`."""
