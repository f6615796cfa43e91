"""How many places each side has on the board, whoever has come yet: who sits at the meeting, is on the board's list, or
is invited besides."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, distinct, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.invitation import Invitation, used_up
from schemas.meeting import Meeting
from schemas.member import Member
from schemas.roles import Role
from schemas.seat import Seat
from server.core.days import danish_day
from server.core.errors import N_
from server.core.translations import say
from server.meeting.meetings.headcount import HOUSE, LAY, Heads, count_heads

SIDES = (N_("Patienter, pårørende og borgere"), N_("Ledere og fagpersoner"))


@dataclass(frozen=True)
class Side:
    """One side of a meeting that weighs them."""

    name: str
    places: int
    heads: Heads

    def told(self, language: str) -> tuple[str, str]:
        """The side, and how many places it has, with how many have joined."""
        one, many = N_("1 plads, %(joined)s er med"), N_("%(places)s pladser, %(joined)s er med")
        values = {"places": self.places, "joined": self.heads.joined}
        return say(language, self.name), say(language, one if self.places == 1 else many, **values)


async def load_sides(session: AsyncSession, meeting: Meeting) -> tuple[Side, ...]:
    """Both sides, where the format weighs them and anybody is known to come, else none. Three queries. Somebody on the
    list who cannot come keeps their place; a guest who was invited without a role has none before they come."""
    if not meeting.form.weighs_sides:
        return ()
    heads = await count_heads(session, meeting)
    waits = await _listed(session, meeting) + await _guests(session, meeting)
    both = zip(SIDES, (LAY, HOUSE), heads.sides, strict=True)
    found = tuple(Side(name, here.joined + sum(waits[role] for role in side), here) for name, side, here in both)
    return found if any(side.places for side in found) else ()


async def _listed(session: AsyncSession, meeting: Meeting) -> Counter[Role]:
    """Who is on the board's list on the day, and does not sit at the meeting."""
    day = danish_day(meeting.starts_at)
    on = (Member.board_id == meeting.board_id, col(Member.yes_at).is_not(None), col(Member.left_at).is_(None))
    sits = or_(col(Seat.id).is_(None), func.coalesce(Seat.meeting_id, 0) != meeting.id)
    query: Any = select(Member.role, func.count()).outerjoin(Seat, col(Seat.id) == Member.seat_id)
    query = query.where(*on, col(Member.starts_on) <= day, col(Member.ends_on) >= day, sits).group_by(Member.role)
    return Counter(dict((await session.execute(query)).all()))


async def _guests(session: AsyncSession, meeting: Meeting) -> Counter[Role]:
    """Who is invited and on no list, and has not come yet: one for each address."""
    who = func.coalesce(func.nullif(Invitation.mail, ""), cast(col(Invitation.id), String))
    of = (Invitation.meeting_id == meeting.id, col(Invitation.role).is_not(None), col(Invitation.member_id).is_(None))
    query: Any = select(Invitation.role, func.count(distinct(who))).where(*of, ~used_up())
    query = query.where(col(Invitation.declined_at).is_(None)).group_by(Invitation.role)
    return Counter(dict((await session.execute(query)).all()))
