"""Which boards there are, and closing one as the operator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.trail import Deed
from schemas.unit import Unit
from server.core.change import changing_board
from server.core.errors import N_, NotFound
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.views.boards.closing import close_in


@dataclass(frozen=True)
class Line:
    """A board as it is listed."""

    public_id: str
    name: str
    unit: str
    closed_at: datetime | None
    ideas: int
    meetings: int


class NoBoard(NotFound):
    """There is no board with that id."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = N_("Det peerboard findes ikke. Se dem med 'peerboard boards list'.")


async def list_boards(session: AsyncSession) -> list[Line]:
    """All boards, by name. One query."""
    ideas = select(func.count()).where(Idea.board_id == Board.id).scalar_subquery()
    meetings = select(func.count()).where(Meeting.board_id == Board.id).scalar_subquery()
    columns: tuple[Any, ...] = (Board.public_id, Board.name, Unit.name, Board.closed_at, ideas, meetings)
    query = select(*columns)
    found = (await session.execute(query.join(Unit, col(Unit.id) == Board.unit_id))).all()
    return sorted((Line(*row) for row in found), key=lambda line: (in_danish_order(line.name), line.public_id))


async def find_board(session: AsyncSession, public_id: str) -> Board:
    """The board with that id. Raises NoBoard."""
    board = (await session.execute(select(Board).where(Board.public_id == public_id))).scalar_one_or_none()
    if board is None:
        raise NoBoard
    return board


async def close_board(runtime: Runtime, public_id: str) -> None:
    """Close a board; closing it again does nothing. Raises NoBoard, and NotNow while a meeting of it is not over."""
    async with runtime.database.snapshot() as session:
        board = await find_board(session, public_id)
    async with changing_board(runtime, board.id) as change:
        await close_in(change)
        note(change.session, runtime.settings.secret, Entry(Deed.BOARD_CLOSED, board=board.public_id))
