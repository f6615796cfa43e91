"""Reads a board's log for the stream: where it is, and which events a page has missed."""

from typing import Any

from sqlalchemy import ARRAY, String, bindparam, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.event import Event, EventBase
from server.core.errors import NotFound
from server.core.prepared import built_once
from server.live.frames import Position
from server.live.limits import CATCH_UP_MOST


@built_once
def _since() -> Any:
    """A query for where a board is, and the kinds of its events after `seq`."""
    later = select(Event.kind).where(Event.board_id == Board.id, col(Event.seq) > bindparam("seq"))
    later = later.where(col(Board.seq) - bindparam("seq") <= CATCH_UP_MOST).order_by(col(Event.seq))
    kinds = func.array(later.correlate(Board).scalar_subquery(), type_=ARRAY(String))
    return select(Board.epoch, Board.seq, kinds).where(Board.id == bindparam("board"))


async def read_since(session: AsyncSession, board_id: int, seq: int) -> tuple[Position, list[type[EventBase]] | None]:
    """Where the board is, and the kinds of its events after `seq`. None in place of the kinds if they do not lead from
    `seq` to here: too many, some deleted, or of a kind that this version does not know. Raises NotFound."""
    board = (await session.execute(_since(), {"board": board_id, "seq": seq})).one_or_none()
    if board is None:
        raise NotFound
    at, kinds = Position(board[0], board[1]), board[2]
    if not 0 <= at.seq - seq <= CATCH_UP_MOST or seq < 0:
        return at, None
    if len(kinds) != at.seq - seq or any(kind not in EventBase.KINDS for kind in kinds):
        return at, None
    return at, [EventBase.KINDS[kind] for kind in kinds]
