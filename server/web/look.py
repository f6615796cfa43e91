"""What a page wears: the look of the board it is about. Which look a board has: server/organisation/colours/."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

from schemas.board import Board


@dataclass(frozen=True)
class Look:
    """Addresses, empty where our own look is worn; `unit` is the board's own."""

    unit: str = ""
    css: str = ""
    logo: str = ""
    width: int = 0


PLAIN = Look()
worn: ContextVar[Look] = ContextVar("worn", default=PLAIN)
"""What the page that is being drawn wears; macros have no other way to know."""


def look_of(request: HTTPConnection, context: Mapping[str, Any]) -> Look:
    """The look of a page: that of the board it is about, found by what was looked up or what it shows."""
    view = context.get("view")
    board = getattr(request.state, "board", None) or context.get("board") or getattr(view, "board", None)
    return Look(**board.look) if isinstance(board, Board) and board.look else PLAIN
