"""The look of a page: that of the board it is about. server/organisation/colours/ decides which look a board has."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

from schemas.board import Board


@dataclass(frozen=True)
class Look:
    """URLs of a style sheet and a logo ("" for our own), the logo's width, and the public id of the board's unit."""

    unit: str = ""
    css: str = ""
    logo: str = ""
    width: int = 0


PLAIN = Look()
worn: ContextVar[Look] = ContextVar("worn", default=PLAIN)
"""The look of the page being rendered; macros have no other way to get at it."""


def look_of(request: HTTPConnection, context: Mapping[str, Any]) -> Look:
    """The look of the board that a page is about: the one that was looked up for the request, or that the template's
    context holds. PLAIN if there is none."""
    view = context.get("view")
    board = getattr(request.state, "board", None) or context.get("board") or getattr(view, "board", None)
    return Look(**board.look) if isinstance(board, Board) and board.look else PLAIN
