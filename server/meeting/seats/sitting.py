"""Who is already using a screen on which somebody opens a join link. It may be a shared one, on a ward."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.roles import Role
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.access import Visitor
from server.core.change import Change
from server.core.office import staff_standing
from server.core.seat_hooks import SEAT_LEFT

SOMEBODY_ELSE = "new"
"""The form's value for joining as somebody else than whoever is using the screen."""
STAFF = "staff"
"""The form's value for going on as the person who is signed in here."""


@dataclass(frozen=True)
class Occupant:
    """Who is using the screen and could go on: a member with their seat, or staff. `key` is the form's value for that,
    "" for somebody who is signed in but has nothing to do with this board."""

    name: str
    key: str
    role: Role | None = None
    has_code: bool = False
    """Whether they can come back to the seat with a return code."""


def with_seat(query: Any, visitor: Visitor) -> Any:
    """Extend a query for boards by one column: the seat that the visitor's browser has on each, or None."""
    session_id = visitor.session.id if visitor.session is not None else None
    sits = and_(col(SessionSeat.session_id) == session_id, col(SessionSeat.board_id) == col(Board.id))
    held = and_(col(Seat.id) == SessionSeat.seat_id, col(Seat.removed_at).is_(None))
    return query.add_columns(Seat).outerjoin(SessionSeat, sits).outerjoin(Seat, held)


async def occupant(session: AsyncSession, visitor: Visitor, board: Board, seat: Seat | None) -> Occupant | None:
    """Who is using the screen on a board, or None. `seat` is the one that its browser has there, if any. Writes
    nothing, and makes no query for a browser without a cookie."""
    if seat is not None:
        return Occupant(seat.name, seat.public_id, seat.role, has_code=seat.return_hash is not None)
    if visitor.person is None:
        return None
    role = await staff_standing(session, visitor.person, board)
    return Occupant(visitor.person.name, STAFF if role else "", role)


async def sat_on(session: AsyncSession, visitor: Visitor, board: Board) -> Seat | None:
    """The seat that the visitor's browser has on a board, unless it was removed."""
    if visitor.session is None:
        return None
    query = select(Seat).join(SessionSeat, col(SessionSeat.seat_id) == Seat.id)
    query = query.where(SessionSeat.session_id == visitor.session.id, SessionSeat.board_id == board.id)
    return (await session.execute(query.where(col(Seat.removed_at).is_(None)))).scalar_one_or_none()


async def make_room(change: Change, visitor: Visitor, seat: Seat) -> BrowserSession | None:
    """Get a screen ready for somebody who takes `seat`. Returns the browser session that they go on with; None if
    somebody else was using the screen. Their session is then deleted, so that they are gone from this screen on all
    boards; they can come back to their seat with its return code."""
    mine, browser = await sat_on(change.session, visitor, change.board), visitor.session
    if browser is None or (mine is None and visitor.person is None) or (mine is not None and mine.id == seat.id):
        return browser
    if mine is not None:
        mine.nonce = None  # sending the join form again must not lead back to this seat
        await SEAT_LEFT(change, mine)
    await change.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))
    return None
