"""What became of the board's ideas since its last meeting, read from the same records as the progress page and the
stories.

An idea is listed until it has reached a final status, and then once more. `confirmed` is not final: somebody has yet to
judge whether it helped. Merged, withdrawn and hidden ideas are left out. Before them stands what other
bodies have asked the board. Six queries, however many ideas.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, and_, func, literal_column, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import StatusChange, Step
from schemas.consultation import Consultation
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.promises import NEWS_SQL, Broken, Promised, broken, next_step
from schemas.stages import Promise
from server.core import clock
from server.core.days import danish_day
from server.ideas.ideas.queries import Line, load_lines
from server.meeting.meetings.queries import Room
from server.meeting.meetings.setup import that_began
from server.work.consultations.queries import asked_at
from server.work.follow_ups.queries import Asked, asked_on, by_idea


@dataclass
class Told:
    """One idea as the room hears of it: where it is now, and what has happened since, newest first."""

    idea: Idea
    now: Line
    lines: list[Line] = field(default_factory=list)
    step: Step | None = None
    """The next step."""
    day: date | None = None
    """The day that something is promised by: an answer, the end of a trial, a new look, a step."""
    broken: Broken | None = None

    @property
    def late(self) -> bool:
        """Whether a promise about the idea is broken."""
        return self.broken is not None

    @property
    def passed(self) -> date | None:
        """The day that was named and has passed, where that is what is broken."""
        return self.broken.day if self.broken and self.broken.promise.named else None

    @property
    def moved(self) -> bool:
        """Whether others have done something with it since. What the board itself did at a meeting is no news."""
        return any(not line.change.rule.unsent for line in self.lines)


@dataclass
class Since:
    """The board's ideas, in the order that serves a tired reader best."""

    last: Meeting | None = None
    cases: list[tuple[Consultation, bool]] = field(default_factory=list)
    """What bodies have asked the board: what waits for its answer, and what was answered since. Each with whether it is
    late."""
    moved: list[Told] = field(default_factory=list)
    waits: list[Told] = field(default_factory=list)
    rests: list[Idea] = field(default_factory=list)
    """Ideas written down and not chosen yet."""
    asked: list[Asked] = field(default_factory=list)
    """The open questions to members about ideas that were carried out."""
    minutes: bool = False
    """Whether members may read the minutes of the last meeting."""

    @property
    def asked_about(self) -> list[list[Asked]]:
        """The same, those about one idea together."""
        return by_idea(self.asked)

    def told_of(self, ideas: list[Told]) -> list[Told]:
        """Those of `ideas` that are told of by themselves. What is asked about stands with its question, once, unless
        a promise about it is broken."""
        about = {each.idea.id for each in self.asked}
        return [told for told in ideas if told.late or told.idea.id not in about]

    @property
    def late(self) -> int:
        """How many promises are broken."""
        return sum(told.late for told in (*self.moved, *self.waits))

    @property
    def pictures(self) -> list[tuple[str, Any]]:
        """What the projector shows, each with what it is: first what others have asked, then how much has moved, the
        questions to members, one idea at a time, and last how many were never chosen."""
        groups = (("asked", self.asked_about), ("moved", self.told_of(self.moved)), ("waits", self.told_of(self.waits)))
        told = [(what, each) for what, group in groups for each in group]
        counts = [("counts", self)] if self.moved or self.waits or self.rests else []
        return [*(("case", case) for case in self.cases), *counts, *told, *([("rests", self)] if self.rests else [])]


async def load_since(session: AsyncSession, room: Room) -> Since:
    """What the phase "Siden sidst" shows."""
    last, minutes = await _last_meeting(session, room.meeting)
    asked = await asked_on(session, room.meeting.board_id)
    put = await asked_at(session, room.meeting.board_id, last.starts_at if last else None)
    cases = [(case, case.late_at(clock.now())) for case in put]
    if last is None:
        return Since(asked=asked, cases=cases)
    ideas = await _ideas(session, room.meeting, last.starts_at)
    told, now = await _told(session, [idea for idea, _ in ideas], last.starts_at), clock.now()
    news = {idea.id: at for idea, at in ideas}
    for each in told:
        promise(each, now, news[each.idea.id])
    moved = sorted((each for each in told if each.moved), key=lambda each: -(each.now.change.id or 0))
    waits = [each for each in told if not each.moved and not each.idea.rule.written]
    rests = [each.idea for each in told if not each.moved and each.idea.rule.written]
    waits.sort(key=lambda each: (not each.late, each.idea.status_at, each.idea.number))
    return Since(last, cases, moved, waits, rests, asked, minutes)


async def _last_meeting(session: AsyncSession, now: Meeting) -> tuple[Meeting | None, bool]:
    """The newest of the board's other meetings that was to begin before this one, or was made before it and has ended;
    and whether its minutes are approved. One that is planned for a day to come is not where we last met."""
    held = or_(col(Meeting.starts_at) <= clock.now(), that_began())
    before = or_(
        col(Meeting.starts_at) < now.starts_at,
        and_(col(Meeting.starts_at) == now.starts_at, col(Meeting.id) < now.id),
        and_(col(Meeting.ended_at).is_not(None), col(Meeting.id) < now.id),
    )
    query = select(Meeting, Minutes.approved_version).outerjoin(Minutes, col(Minutes.meeting_id) == Meeting.id)
    query = query.where(Meeting.board_id == now.board_id, Meeting.id != now.id, before)
    query = query.where(col(Meeting.cancelled_at).is_(None), held)
    newest = query.order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc()).limit(1)
    row = (await session.execute(newest)).one_or_none()
    return (row[0], row[1] is not None) if row else (None, False)


async def _ideas(session: AsyncSession, now: Meeting, since: datetime) -> list[tuple[Idea, datetime]]:
    """The ideas to list, each with the time of its last news."""
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), stands(gone=False))
    listed = or_(stands(final=False), col(Idea.status_at) >= since)
    query = select(Idea, literal_column(NEWS_SQL, DateTime(timezone=True)))
    query = query.where(Idea.board_id == now.board_id, Idea.meeting_id != now.id, *seen, listed)
    return [(idea, at) for idea, at in (await session.execute(query.order_by(col(Idea.number)))).all()]


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
    waiting = select(Step).where(col(Step.idea_id).in_(ids), col(Step.done_at).is_(None))
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in (await session.execute(waiting)).scalars():
        steps[step.idea_id].append(step)

    def lately(found: list[Line]) -> list[Line]:
        return [line for line in found if line.change.at >= since and not _began(line)]

    return [
        Told(idea, found[0], lately(found), next_step(steps[idea.id])) for idea in ideas if (found := lines[idea.id])
    ]


def _began(line: Line) -> bool:
    """Whether the line only says that the idea was written down."""
    return line.change.rule.written and line.change.round_id is None


def promise(told: Told, now: datetime, news: datetime) -> None:
    """Fill in what was promised by when, and whether it is broken. `news` is the time of the idea's last news."""
    idea, rule = told.idea, told.idea.rule
    step = told.step.day if told.step else None
    until = told.now.change.day if rule.dated else None
    if rule.answer_dated and idea.answer_by is not None:
        told.day = told.now.moved_to = danish_day(idea.answer_by)
    else:
        told.day = until or (step if Promise.STEP in rule.promises else None)
    told.broken = broken(Promised(idea.status, idea.answer_by, until, step, news), now)
