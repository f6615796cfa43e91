"""The top of a page: where one is, and the ways from there. Members have no account: they see their board and the
help."""

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from schemas.board import Board
from server.core.access import Visitor


@dataclass(frozen=True)
class Header:
    """What the top of a page knows of whoever asks for it."""

    signed_in: bool = False
    waits: int = 0
    """How many things wait for them."""
    board: Board | None = None
    """The board that the page is about, if they have a seat there."""
    path: str = ""

    def home(self, name: str, otherwise: str | None) -> str | None:
        """Where the name at the top leads: a board's own name leads to that board, any other to `otherwise`."""
        here = self.board is not None and name == self.board.name
        return f"/b/{self.board.public_id}" if here and self.board is not None else otherwise


NOBODY = Header()
header: ContextVar[Header] = ContextVar("header", default=NOBODY)
"""The header of the page being rendered; macros have no other way to get at it."""


def header_of(request: HTTPConnection) -> Header:
    """The header for whoever was looked up for this request; NOBODY's if nobody was."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    signed_in = visitor is not None and visitor.person is not None
    board = getattr(request.state, "board", None)
    return Header(signed_in, visitor.waits if visitor else 0, board, request.url.path)
