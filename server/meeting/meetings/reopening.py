"""Opening a meeting again that was ended by mistake, or ended by itself while people still sat together.

It comes back with the step, the door and the pages that it had. A round that was closed or given up stays so, and its
vote may be repeated. See `docs/decisions/0025-a-meeting-can-be-opened-again.md`.
"""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.attendance import Attendance
from schemas.ending import MeetingOpenedAgain
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core import clock
from server.core.change import changing
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.meeting.meetings.ending import AGAIN, due_to_end, is_to_be_settled
from server.meeting.meetings.setup import that_began

SETTLED = N_("Mødet kan ikke åbnes igen. Tallene fra det er gjort op, eller referatet er godkendt.")
TOO_LATE = N_("Mødet kan ikke åbnes igen. Det er over en time siden, det sluttede.")
NEXT_BEGUN = N_("Mødet kan ikke åbnes igen. Det næste møde er begyndt.")


def open_until(meeting: Meeting) -> datetime | None:
    """Until when a meeting that has ended can be opened again; None if it goes on, or is settled."""
    return meeting.ended_at + AGAIN if meeting.ended_at is not None and meeting.may_go_on else None


async def refusal(session: AsyncSession, meeting: Meeting, now: datetime) -> str:
    """Why a meeting that has ended cannot be opened again; "" if it can. The page that offers it asks this too."""
    until = open_until(meeting)
    if until is None or not await is_to_be_settled(session, meeting):
        return SETTLED
    if now >= until:
        return TOO_LATE
    return NEXT_BEGUN if await next_has_begun(session, meeting) else ""


async def may_open_until(session: AsyncSession, meeting: Meeting) -> datetime | None:
    """Until when it can be opened again, as things stand now; None if it cannot."""
    return None if await refusal(session, meeting, clock.now()) else open_until(meeting)


async def open_again(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """Let the meeting go on. Does nothing if it does. Raises NotNow if it was cancelled, when its hour has passed or
    its minutes are approved, and once the board's next meeting has begun."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        change.meeting = at = await change.session.get_one(Meeting, meeting.id)
        if not at.over:
            return
        if why := await refusal(change.session, at, change.now):
            raise NotNow(why)
        at.ended_at, at.ended_itself, at.door_open = None, False, at.door_was_open
        await _are_there_again(change.session, at)
        await due_to_end(change.session, at)
        change.tell(MeetingOpenedAgain(at.id))


async def next_has_begun(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether a later meeting of the board has begun: people sit there now."""
    later = (Meeting.board_id == meeting.board_id, Meeting.id != meeting.id, Meeting.starts_at > meeting.starts_at)
    still = or_(col(Meeting.ended_at).is_(None), col(Meeting.ended_at) > meeting.ended_at)
    begun = select(Meeting.id).where(*later, still, col(Meeting.cancelled_at).is_(None), that_began()).limit(1)
    return (await session.execute(begun)).first() is not None


async def _are_there_again(session: AsyncSession, meeting: Meeting) -> None:
    """Those who sit at the meeting are read from their seats again, and may still be corrected or removed."""
    sits = select(Seat.id).where(col(Seat.meeting_id) == meeting.id, col(Seat.removed_at).is_(None))
    stored = (Attendance.meeting_id == meeting.id, col(Attendance.seat_id).in_(sits))
    await session.execute(delete(Attendance).where(*stored))  # type: ignore[arg-type]
