"""What became of the board's ideas since its last meeting, from the same records as its progress page and the stories.

An idea is told until it has reached a final status, and then once more. `confirmed` is not final: somebody has yet to
see whether it helped. Merged, withdrawn and hidden ideas are not told of. Five queries, however many ideas.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import StatusChange, Step
from schemas.flow import FLOW, Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from server import clock
from server.days import danish_day
from server.follow_ups.queries import Asked, asked_on
from server.ideas.queries import Line, load_lines
from server.meetings.queries import GONE, Room

OPEN = [status for status, rule in FLOW.items() if not rule.final]
WITH_STEP = (Status.PRIORITISED, Status.AGREED, Status.IN_PROGRESS)
OURS = (Status.PROPOSED, Status.PRIORITISED)
"""What the board did itself, at a meeting; it is no news of what others have done since."""


@dataclass
class Told:
    """An idea as the room hears of it: where it is now, and what happened since, newest first."""

    idea: Idea
    now: Line
    lines: list[Line] = field(default_factory=list)
    step: Step | None = None
    day: date | None = None
    """What was promised by: an answer, a step, the end of a trial, a new look."""
    late: bool = False

    @property
    def moved(self) -> bool:
        """Whether others have done something with it since."""
        return any(line.change.status not in OURS for line in self.lines)


@dataclass
class Since:
    """The board's ideas in the order in which a tired reader wants them."""

    last: Meeting | None = None
    moved: list[Told] = field(default_factory=list)
    waits: list[Told] = field(default_factory=list)
    rests: list[Idea] = field(default_factory=list)
    """Written down and not chosen yet."""
    asked: list[Asked] = field(default_factory=list)
    """What members are asked about what was carried out."""
    minutes: bool = False
    """Whether members may read the minutes of the last meeting."""

    @property
    def late(self) -> int:
        """How many promises are broken."""
        return sum(told.late for told in (*self.moved, *self.waits))


async def load_since(session: AsyncSession, room: Room) -> Since:
    """What the phase "Siden sidst" shows."""
    last, minutes = await _last_meeting(session, room.meeting)
    asked = await asked_on(session, room.meeting.board_id)
    if last is None:
        return Since(asked=asked)
    ideas = await _ideas(session, room.meeting, last.starts_at)
    told, now = await _told(session, ideas, last.starts_at), clock.now()
    for each in told:
        promise(each, now)
    moved = sorted((each for each in told if each.moved), key=lambda each: -(each.now.change.id or 0))
    waits = [each for each in told if not each.moved and each.idea.status is not Status.PROPOSED]
    rests = [each.idea for each in told if not each.moved and each.idea.status is Status.PROPOSED]
    waits.sort(key=lambda each: (not each.late, each.idea.status_at, each.idea.number))
    return Since(last, moved, waits, rests, asked, minutes)


async def _last_meeting(session: AsyncSession, now: Meeting) -> tuple[Meeting | None, bool]:
    """The newest of the board's other meetings that began before this one, or has ended and was made before it; and
    whether its minutes are approved."""
    before = or_(
        col(Meeting.starts_at) < now.starts_at,
        and_(col(Meeting.starts_at) == now.starts_at, col(Meeting.id) < now.id),
        and_(col(Meeting.ended_at).is_not(None), col(Meeting.id) < now.id),
    )
    query = select(Meeting, Minutes.approved_version).outerjoin(Minutes, col(Minutes.meeting_id) == Meeting.id)
    query = query.where(Meeting.board_id == now.board_id, Meeting.id != now.id, before)
    query = query.where(col(Meeting.cancelled_at).is_(None))
    newest = query.order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc()).limit(1)
    row = (await session.execute(newest)).one_or_none()
    return (row[0], row[1] is not None) if row else (None, False)


async def _ideas(session: AsyncSession, now: Meeting, since: datetime) -> list[Idea]:
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), col(Idea.status).not_in(GONE))
    told = or_(col(Idea.status).in_(OPEN), col(Idea.status_at) >= since)
    query = select(Idea).where(Idea.board_id == now.board_id, Idea.meeting_id != now.id, *seen, told)
    return list((await session.execute(query.order_by(col(Idea.number)))).scalars())


async def _told(session: AsyncSession, ideas: list[Idea], since: datetime) -> list[Told]:
    ids = [idea.id for idea in ideas]
    line = aliased(StatusChange)
    newest = select(func.max(line.id)).where(col(line.idea_id).in_(ids)).group_by(col(line.idea_id))
    which = and_(
        col(StatusChange.idea_id).in_(ids), or_(col(StatusChange.at) >= since, col(StatusChange.id).in_(newest))
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    for each in await load_lines(session, which):
        lines[each.change.idea_id].insert(0, each)
    steps = select(Step).where(col(Step.idea_id).in_(ids), col(Step.done_at).is_(None)).order_by(col(Step.id))
    step = {each.idea_id: each for each in (await session.execute(steps)).scalars()}
    return [
        Told(idea, found[0], [one for one in found if one.change.at >= since and not _began(one)], step.get(idea.id))
        for idea in ideas
        if (found := lines[idea.id])
    ]


def _began(line: Line) -> bool:
    """Whether it only says that the idea was written down."""
    return line.change.status is Status.PROPOSED and line.change.round_id is None


def promise(told: Told, now: datetime) -> None:
    """What was promised by when, and whether that day has passed."""
    idea = told.idea
    if idea.status is Status.REVIEW and idea.answer_by is not None:
        told.day = told.now.moved_to = danish_day(idea.answer_by)
    elif idea.status in WITH_STEP and told.step is not None:
        told.day = told.step.day
    elif idea.status in {Status.TRIAL, Status.ON_HOLD}:
        told.day = told.now.change.day
    told.late = told.day is not None and told.day < danish_day(now)
