"""Terms: when one ends, who is told, and what a seat may do afterwards."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.member import Member
from schemas.seat import Seat
from server.core import jobs
from server.core.change import Change
from server.core.days import DENMARK, end_of, months_after

USUAL = 24
"""Months that somebody stands on the list who has no other term."""
LONGEST = 12 * 6
"""Months. A list that nobody looks at must not keep addresses for ever."""
AHEAD = timedelta(days=60)
"""How long before a term ends its member is told."""
SOON, OVER = "term_soon", "term_over"
"""The kinds of the jobs that watch a term."""
MORNING = time(9)


def usual_end(start: date) -> date:
    """The last day of a term for which nobody has given another."""
    return months_after(start, USUAL)


def soon_at(ends_on: date) -> datetime:
    """When the letter about a term's end is written."""
    return datetime.combine(ends_on - AHEAD, MORNING, DENMARK)


async def keep_term(change: Change, member: Member) -> None:
    """Within a change: the member's seat lasts as long as their term, and both ends of it are watched. A term that is
    moved is watched anew, and the jobs of the old one find nothing to do. Nobody's seat ends for leaving the list
    before their term is over: nobody must be on it to come."""
    await change.session.flush()
    seat = await change.session.get(Seat, member.seat_id) if member.seat_id else None
    if seat is not None:
        over = seat.ends_at is not None and seat.ends_at <= change.now
        if member.on_list:
            seat.ends_at = end_of(member.ends_on)
        elif not over:
            seat.ends_at = None
    if member.on_list:
        await _watch(change.session, member, SOON, soon_at(member.ends_on))
        await _watch(change.session, member, OVER, end_of(member.ends_on) + timedelta(seconds=1))


async def _watch(session: AsyncSession, member: Member, kind: str, at: datetime) -> None:
    dedupe = f"{kind}:{member.id}:{member.ends_on}"
    await jobs.due(session, kind, member.id, at, board_id=member.board_id, dedupe=dedupe)
