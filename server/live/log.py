"""Reads a board for the stream: what a page shows now, and which events it has missed."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.event import Event, EventBase
from server.core.errors import NotFound
from server.live.frames import Audience, Position
from server.live.limits import CATCH_UP_MOST
from server.live.pages import PAGES

Seen = dict[tuple[str, str], Any]


async def look(session: AsyncSession, audience: Audience, views: Seen, states: Seen) -> tuple[Any, Any]:
    """The view and the state that an audience's page shows. Kept in `views` and `states`, so that audiences that show
    the same share one read. Raises NotFound when the page is gone."""
    page = PAGES[audience.page]
    view, state = (page.load.__qualname__, audience.subject), (page.load_state.__qualname__, audience.subject)
    if view not in views:
        views[view] = await page.load(session, audience.subject)
    if state not in states:
        states[state] = await page.load_state(session, views[view])
    return views[view], states[state]


async def read_since(session: AsyncSession, board_id: int, seq: int) -> tuple[Position, list[type[EventBase]] | None]:
    """Where the board is, and the kinds of its events after `seq`. None in place of the kinds if they do not lead from
    `seq` to here: too many, some deleted, or of a kind that this version does not know. Raises NotFound."""
    board = (await session.execute(select(Board.epoch, Board.seq).where(Board.id == board_id))).one_or_none()
    if board is None:
        raise NotFound
    at = Position(board[0], board[1])
    if not 0 <= at.seq - seq <= CATCH_UP_MOST or seq < 0:
        return at, None
    if at.seq == seq:
        return at, []
    query = select(Event.kind).where(Event.board_id == board_id, col(Event.seq) > seq).order_by(col(Event.seq))
    kinds = (await session.execute(query)).scalars().all()
    if len(kinds) != at.seq - seq or any(kind not in EventBase.KINDS for kind in kinds):
        return at, None
    return at, [EventBase.KINDS[kind] for kind in kinds]
