"""The codes with which a socket is closed. The page that followed acts on them (web/static/js/stream.js)."""

from enum import IntEnum


class Close(IntEnum):
    """Why, and so what the page does next. A held poll is answered with the same number."""

    REFUSED = 1008
    """Nobody of ours asks so: at the gate, or something was sent up."""
    DEPLOY = 1012
    """This server is on its way out; another one takes over, at once."""
    LATER = 1013
    """Not now: it read too slowly, has too many pages open, or the database is away. Come back, ever a little later."""
    REMOVED = 4403
    """Not theirs to follow, or no longer."""
