"""The top of a page: where one is, and the ways from there. Members have no account: they see their board and the
help."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import HTTPConnection

from schemas.board import Board
from server.core.access import Here, Visitor


@dataclass(frozen=True)
class Header:
    """What the top of a page knows of whoever asks for it."""

    signed_in: bool = False
    waits: int = 0
    """How many things wait for them."""
    board: Board | None = None
    """The board that the page is about, if they have a seat there."""
    closed_at: datetime | None = None
    """When the board that the page is about was closed, if it is."""
    path: str = ""

    def home(self, name: str, otherwise: str | None) -> str | None:
        """Where the name at the top leads: a board's own name leads to that board, any other to `otherwise`."""
        here = self.board is not None and name == self.board.name
        return f"/b/{self.board.public_id}" if here and self.board is not None else otherwise


NOBODY = Header()
header: ContextVar[Header] = ContextVar("header", default=NOBODY)
"""The header of the page being rendered; macros have no other way to get at it."""


def header_of(request: HTTPConnection, *, hidden: bool = False) -> Header:
    """The header for whoever was looked up for this request; NOBODY's if nobody was. What is `hidden` must not show
    which board it belongs to."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    signed_in = visitor is not None and visitor.person is not None
    here: Here | None = getattr(request.state, "here", None)
    waits, board = visitor.waits if visitor else 0, here.board if here else None
    about: Board | None = getattr(request.state, "board", None)
    if hidden:
        return Header(signed_in, waits, path=request.url.path)
    return Header(signed_in, waits, board, about.closed_at if about else None, request.url.path)
