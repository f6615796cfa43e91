"""The codes that a socket is closed with. The page at the other end acts on them (web/static/js/stream.js)."""

from enum import IntEnum


class Close(IntEnum):
    """Why it was closed, and so what the page does next. A long poll is answered with the same number."""

    REFUSED = 1008
    """None of our pages does this: refused at the gate, or the client sent something."""
    DEPLOY = 1012
    """This server is shutting down; reconnect at once, to another one."""
    LATER = 1013
    """Not now: it reads too slowly, has too many pages open, or the database is away. Reconnect, with back-off."""
    REMOVED = 4403
    """They may not follow this page, or no longer may."""
