"""`python -m server …` is `peerboard …`, for child processes that must not depend on where the script is installed."""

from server.cli import main

if __name__ == "__main__":
    main()
