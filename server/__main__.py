"""`python -m server …` is `peerboard …`, for children that must not depend on where a script lies."""

from server.cli import main

if __name__ == "__main__":
    main()
