"""Where somebody goes when they have signed in."""

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.promises import last_moment
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.days import danish_day


async def meeting_today(session: AsyncSession, person: Person) -> Meeting | None:
    """The meeting that a coordinator holds today: of several, the one whose start is nearest. One query."""
    now = clock.now()
    today = danish_day(now)
    runs = (col(Seat.board_id) == Meeting.board_id) & (Seat.person_id == person.id) & (Seat.role == Role.COORDINATOR)
    query = select(Meeting).join(Seat, runs).join(Board, col(Board.id) == Meeting.board_id)
    query = query.where(col(Seat.removed_at).is_(None), col(Meeting.ended_at).is_(None), col(Board.closed_at).is_(None))
    first, last = last_moment(today - timedelta(days=1)), last_moment(today)
    query = query.where(col(Meeting.starts_at) > first, col(Meeting.starts_at) <= last)
    nearest = func.abs(func.extract("epoch", col(Meeting.starts_at) - now))
    return (await session.execute(query.order_by(nearest, col(Meeting.id)).limit(1))).scalar_one_or_none()
