"""Who counts at a meeting, and as what: the one place that says it, for the room, the desk, the projector, the vote,
the summary and the minutes.

A member is at the meeting that their seat is for; a leader, once they have opened it while it was under way;
coordinators lead it, and are not counted. So whoever can write, vote or say that they were heard is somebody who came,
and a leader who never comes is nowhere counted. How many can vote is kept with the round
(`server/room/votes/opening.py`), by the same rule.

Removing a seat takes it out of what is counted of the moment, but not out of who came, if it may have voted or answered
in secret: those numbers stay too (promise P3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, bindparam, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import PARTICIPANTS, voting
from schemas.attendance import Attendance
from schemas.disclosure import EXACT_FROM
from schemas.meeting import Done, Meeting
from schemas.roles import STAFF, Role
from schemas.round import Round, RoundState
from schemas.seat import Seat, acting_role, seated
from server.core import clock
from server.core.office import in_office
from server.core.prepared import built_once
from server.live.presence import GRACE, connected


@dataclass(frozen=True)
class Heads:
    """How many people of one role."""

    came: int
    """Were at the meeting at all."""
    joined: int
    """Are at it still."""
    here: int
    """Have a page of it open."""
    done: int
    """Have said that they are done with its phase."""


LAY = frozenset({Role.PATIENT, Role.RELATIVE, Role.CITIZEN})
HOUSE = frozenset({Role.PROFESSIONAL, Role.LEADER})


@dataclass(frozen=True)
class Headcount:
    """The people of a meeting, by role."""

    roles: Mapping[Role, Heads] = field(default_factory=dict)

    @property
    def came(self) -> int:
        """How many were at the meeting."""
        return sum(heads.came for heads in self.roles.values())

    @property
    def joined(self) -> int:
        """How many are at it still."""
        return sum(heads.joined for heads in self.roles.values())

    @property
    def here(self) -> int:
        """How many of those have a page of it open."""
        return sum(heads.here for heads in self.roles.values())

    @property
    def taking_part(self) -> int:
        """How many of those who are at it write and may say that they are done; observers do not."""
        return sum(heads.joined for role, heads in self.roles.items() if role in PARTICIPANTS)

    @property
    def done(self) -> int:
        """How many of those are done."""
        return sum(heads.done for role, heads in self.roles.items() if role in PARTICIPANTS)

    @property
    def present(self) -> dict[Role, int]:
        """How many are at it still, by role."""
        return {role: heads.joined for role, heads in self.roles.items() if heads.joined}

    @property
    def sides(self) -> tuple[Heads, Heads]:
        """Lay members, and those of the house."""
        return self._of(LAY), self._of(HOUSE)

    def _of(self, side: frozenset[Role]) -> Heads:
        found = [heads for role, heads in self.roles.items() if role in side]
        return Heads(*(sum(getattr(heads, name) for heads in found) for name in ("came", "joined", "here", "done")))

    def may_vote(self, *, leaders_vote: bool) -> int:
        """How many could vote in a round that is opened now."""
        return sum(number for role, number in self.present.items() if role in voting(leaders_vote=leaders_vote))

    @property
    def by_role(self) -> dict[Role, int]:
        """How many came in each role, where that may be told; else empty. It is all roles or none, because a missing
        one would follow from the total."""
        found = {role: self.roles[role].came for role in Role if role in self.roles and self.roles[role].came}
        return found if len(found) > 1 and min(found.values()) >= EXACT_FROM else {}


@built_once
def _heads() -> Any:
    meeting: Any = bindparam("meeting")
    board: Any = bindparam("board")
    was: Any = and_(col(Attendance.meeting_id) == meeting, col(Attendance.seat_id) == Seat.id)
    now: Any = and_(col(Done.meeting_id) == meeting, col(Done.phase_no) == bindparam("phase"))
    done: Any = and_(now, col(Done.seat_id) == Seat.id)
    sits = (col(Seat.meeting_id) == meeting) & seated()
    joined = or_(sits, and_(col(Seat.role).in_(STAFF), seated(), in_office()))
    reads: Any = col(Seat.id) == bindparam("reader")
    role = func.coalesce(col(Attendance.role), acting_role(bindparam("now")))
    counts = [
        func.count(),
        func.count().filter(joined),
        func.count().filter(joined, or_(col(Seat.id).in_(connected(board, bindparam("since"))), reads)),
        func.count().filter(joined, col(Done.seat_id).is_not(None)),
    ]
    query: Any = select(role, *counts).select_from(Seat).outerjoin(Attendance, was).outerjoin(Done, done)
    return query.where(Seat.board_id == board, or_(sits, col(Attendance.seat_id).is_not(None))).group_by(role)


async def count_heads(session: AsyncSession, meeting: Meeting, reader: int | None = None) -> Headcount:
    """The people of a meeting. One query, counted in SQL: it is asked on every tick, and the cost must not grow with
    the room. The seat of the `reader`, whose page it is for, is here, though that page follows nothing yet, or never
    will without a script."""
    now = clock.now()
    known = {"meeting": meeting.id, "board": meeting.board_id, "phase": meeting.phase_no, "reader": reader}
    at = {"now": now, "since": now - GRACE}
    found = (await session.execute(_heads(), known | at)).all()
    return Headcount({Role(role): Heads(*numbers) for role, *numbers in found})


async def count_paper(session: AsyncSession, meeting: Meeting) -> int:
    """How many were there without a phone, as far as we know: those whose ballots came on paper."""
    query = select(func.max(Round.on_paper)).where(Round.meeting_id == meeting.id, Round.state == RoundState.CLOSED)
    return (await session.execute(query)).scalar_one() or 0
