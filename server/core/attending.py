"""Who was at a meeting, where the seat alone does not say so (`schemas/attendance.py`)."""

from typing import Any

from sqlalchemy import exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.attendance import Attendance
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundVoter
from schemas.seat import Seat, acting_role, seated
from server.core import clock
from server.core.change import Change, changing_board
from server.core.runtime import Runtime
from server.core.seat_hooks import CAME_TO_MEETING

PRIMARY = ["meeting_id", "seat_id"]


def attended(meeting_id: Any) -> Any:
    """A condition for queries that select from `seat`: attendance at that meeting is stored."""
    return exists().where(col(Attendance.meeting_id) == meeting_id, col(Attendance.seat_id) == Seat.id)


async def leader_came(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """Note that a leader is at a meeting that is under way; does nothing for others. A member's seat is one at a
    meeting already, while a leader has theirs on the board for years and may never come."""
    if seat.role is not Role.LEADER or not meeting.under_way(clock.now()):
        return
    async with runtime.database.snapshot() as session:
        if await session.get(Attendance, (meeting.id, seat.id)) is not None:
            return
    async with changing_board(runtime, seat.board_id) as change:
        at = await change.session.get_one(Meeting, meeting.id)
        if at.under_way(change.now) and await _add(change, seat, meeting.id):
            await CAME_TO_MEETING(change, seat, at)


def looks_early(seat: Seat, meeting: Meeting) -> bool:
    """Whether a leader opens a meeting before it has begun. They come when it begins, so their page must ask again."""
    return seat.role is Role.LEADER and not meeting.begun


async def gave_a_seat_up(change: Change, seat: Seat) -> None:
    """As part of the change that removes a member's seat: they were at its meeting if they may have voted there, or
    said whether they felt heard, since that is still counted. Else it was a seat taken twice, or by mistake."""
    if seat.meeting_id is None or seat.awaited_since is not None:
        return
    meeting = await change.session.get_one(Meeting, seat.meeting_id)
    voted = select(col(RoundVoter.round_id)).join(Round, col(Round.id) == RoundVoter.round_id)
    voted = voted.where(col(Round.meeting_id) == meeting.id, col(RoundVoter.seat_id) == seat.id).limit(1)
    if meeting.heard_secret is not None or (await change.session.execute(voted)).first() is not None:
        await _add(change, seat, meeting.id)


async def goes_on(change: Change, seat: Seat) -> None:
    """As part of the change that gives a member's seat to another meeting: they were at the one before."""
    await _add(change, seat, seat.meeting_id)


async def all_came(session: AsyncSession, meeting: Meeting) -> None:
    """As part of the change that ends a meeting: everybody who sits at it came, in the role that they have now."""
    came: Any = (literal(meeting.id), Seat.id, acting_role(clock.now()), literal(meeting.ended_at))
    there = select(*came).where(col(Seat.meeting_id) == meeting.id, seated())
    statement = insert(Attendance).from_select([*PRIMARY, "role", "at"], there)
    await session.execute(
        statement.on_conflict_do_update(index_elements=PRIMARY, set_={"role": statement.excluded.role})
    )


async def _add(change: Change, seat: Seat, meeting_id: int | None) -> bool:
    row = {"meeting_id": meeting_id, "seat_id": seat.id, "role": seat.acts_as(change.now), "at": change.now}
    statement = insert(Attendance).values(row).on_conflict_do_nothing().returning(col(Attendance.seat_id))
    return (await change.session.execute(statement)).first() is not None
