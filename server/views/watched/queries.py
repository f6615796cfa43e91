"""What happens automatically on a board: what went wrong, what will happen, by date, and what was done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.job import Job, JobState
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.days import danish_day
from server.work.deadlines.words import ENDED, OTHER, OUR_FAULT, UNSEEN, WHAT, WHY
from server.work.expected.facts import load_facts
from server.work.expected.rules import expected

SEEN = timedelta(days=90)
MOST = 500
"""The most jobs read in each of the three states; a board with more shows the nearest in time."""


@dataclass(frozen=True)
class Line:
    """One thing on one day. Equal ones share a line, so that nobody can count who gets mail."""

    what: str
    day: date
    public_id: str = ""
    """Of the idea that it is about; empty for a meeting or the board."""
    number: int | None = None
    title: str = ""
    """Empty before the idea is shown and while it is hidden."""
    why: str = ""
    kind: str = ""
    """What the retry button sends; empty where there is no button."""
    by: str = ""
    """Who asked for the retry."""


Days = list[tuple[date, list[Line]]]


@dataclass
class Watched:
    """`coming` by date, the nearest first; `done` by date, the newest first."""

    failed: list[Line] = field(default_factory=list)
    coming: Days = field(default_factory=list)
    done: Days = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.failed or self.coming or self.done)


async def load_watched(session: AsyncSession, board: Board, now: datetime) -> Watched:
    """Everything about a board's ideas and meetings. A job is listed as long as it will do something on its day, by
    the rule that it goes by itself. Five queries."""
    mine = Job.board_id == board.id
    due = (mine, Job.state == JobState.DUE, col(Job.kind).not_in(UNSEEN))
    waiting = await load_facts(session, *due, order=(col(Job.due_at), col(Job.id)), most=MOST)
    coming = [facts for facts in waiting if expected(facts, max(facts.job.due_at, now))]
    asked = {facts.job.again_by for facts in coming} - {None}
    names = select(Seat.id, Seat.name).where(col(Seat.id).in_(asked))
    by = dict((await session.execute(names)).all())
    dead = (Job.state == JobState.DEAD, col(Job.done_at) > now - SEEN)
    done = (Job.state == JobState.DONE, col(Job.kind).not_in(UNSEEN), col(Job.idea_id).is_not(None))
    over = select(Job, Idea).outerjoin(Idea, col(Idea.id) == Job.idea_id).where(mine, col(Job.done_at) > now - SEEN)
    over = over.order_by(col(Job.done_at).desc(), col(Job.id))
    failed = [
        _line(job, idea, job.done_at, why=WHY.get(job.last_error or "", OUR_FAULT), kind=job.kind)
        for job, idea in (await session.execute(over.where(*dead).limit(MOST))).all()
    ]
    was = [_line(job, idea, job.done_at) for job, idea in (await session.execute(over.where(*done).limit(MOST))).all()]
    ended = (Meeting.board_id == board.id, col(Meeting.ended_itself), col(Meeting.ended_at) > now - SEEN)
    ends = select(Meeting.ended_at).where(*ended).order_by(col(Meeting.id).desc())
    was += [Line(ENDED, danish_day(at or now)) for at in (await session.execute(ends)).scalars()]
    will = [
        _line(each.job, each.idea, max(each.job.due_at, now), by=by.get(each.job.again_by or 0, "")) for each in coming
    ]
    return Watched(list(dict.fromkeys(failed)), _by_day(will), _by_day(was)[::-1])


def _line(job: Job, idea: Idea | None, at: datetime | None, *, why: str = "", kind: str = "", by: str = "") -> Line:
    day, what = danish_day(at or job.due_at), WHAT.get(job.kind, OTHER)
    if idea is None:
        return Line(what, day, why=why, kind=kind, by=by)
    title = idea.title if idea.shown_at and not idea.hidden_at else ""
    return Line(what, day, idea.public_id, idea.number, title, why, kind, by)


def _by_day(lines: Iterable[Line]) -> Days:
    def day(line: Line) -> date:
        return line.day

    return [(when, list(found)) for when, found in groupby(sorted(dict.fromkeys(lines), key=day), day)]
