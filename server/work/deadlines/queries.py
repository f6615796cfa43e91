"""What happens automatically on a board, grouped by idea: what is waiting, what was done, what went wrong. And the jobs
that were given up, counted for whoever runs the installation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.days import danish_day
from server.core.metrics import DEAD_JOBS
from server.work.deadlines.words import ENDED, OTHER, OUR_FAULT, UNSEEN, WHAT, WHY

SEEN = timedelta(days=90)
MOST = 500
"""The most jobs read in each of the three states; a board with more shows the nearest in time."""


@dataclass(frozen=True)
class Line:
    """One thing on one day. Equal ones share a line, so that nobody can count who gets mail."""

    what: str
    day: date
    why: str = ""
    kind: str = ""
    """What the retry button sends; empty where there is no button."""
    by: str = ""
    """Who asked for the retry."""


@dataclass
class About:
    """What is done about one idea or, when `idea` is None, about the board and its meetings. Hidden words stay
    hidden."""

    idea: Idea | None
    failed: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The idea's title; empty before it is shown and while it is hidden."""
        return self.idea.title if self.idea and self.idea.shown_at and not self.idea.hidden_at else ""


async def load_watched(session: AsyncSession, board: Board, now: datetime) -> list[About]:
    """Everything about a board's ideas and meetings: first what went wrong, then what is due soonest, then what was
    done. Four queries."""
    dead = (Job.state == JobState.DEAD, col(Job.done_at) > now - SEEN)
    due = (Job.state == JobState.DUE, col(Job.kind).not_in(UNSEEN))
    done = (Job.state == JobState.DONE, col(Job.kind).not_in(UNSEEN), col(Job.idea_id).is_not(None))
    found: dict[int | None, About] = {}
    for which, order in ((dead, col(Job.done_at).desc()), (due, col(Job.due_at)), (done, col(Job.done_at).desc())):
        await _gather(session, board, found, which, order, now)
    ended = (Meeting.board_id == board.id, col(Meeting.ended_itself), col(Meeting.ended_at) > now - SEEN)
    for at in (
        await session.execute(select(Meeting.ended_at).where(*ended).order_by(col(Meeting.id).desc()))
    ).scalars():
        found.setdefault(None, About(None)).done.append(Line(ENDED, danish_day(at or now)))
    return list(found.values())


async def _gather(
    session: AsyncSession, board: Board, found: dict[int | None, About], which: Iterable[Any], order: Any, now: datetime
) -> None:
    query = select(Job, Idea, Seat.name).outerjoin(Idea, col(Idea.id) == Job.idea_id)
    query = query.outerjoin(Seat, col(Seat.id) == Job.again_by).where(Job.board_id == board.id, *which)
    recent = (col(Job.state) != JobState.DONE) | (col(Job.done_at) > now - SEEN)
    for job, idea, by in (await session.execute(query.where(recent).order_by(order, col(Job.id)).limit(MOST))).all():
        about = found.setdefault(job.idea_id, About(idea))
        lines = {JobState.DEAD: about.failed, JobState.DUE: about.waiting, JobState.DONE: about.done}[job.state]
        if (line := _line(job, by or "")) not in lines:
            lines.append(line)


def _line(job: Job, by: str) -> Line:
    what = WHAT.get(job.kind, OTHER)
    if job.state is JobState.DEAD:
        return Line(what, danish_day(job.done_at or job.due_at), WHY.get(job.last_error or "", OUR_FAULT), job.kind)
    if job.state is JobState.DUE:
        return Line(what, danish_day(job.due_at), by=by)
    return Line(what, danish_day(job.done_at or job.due_at))


async def count_given_up(session: AsyncSession, board: Board) -> int:
    """How many jobs of a board were given up and wait for somebody to retry them. One query."""
    query = select(func.count()).select_from(Job).where(Job.board_id == board.id, Job.state == JobState.DEAD)
    return (await session.execute(query)).scalar_one()


async def given_up(
    session: AsyncSession, since: datetime | None = None, until: datetime | None = None, *, but_mail_to: str = ""
) -> dict[str, int]:
    """How many jobs of each kind are given up and not being retried: those given up after `since` and no later than
    `until`, where these are set. `but_mail_to` leaves out mail to that address. One query."""
    query = select(Job.kind, func.count()).where(Job.state == JobState.DEAD).group_by(col(Job.kind))
    if since is not None:
        query = query.where(col(Job.done_at) > since)
    if until is not None:
        query = query.where(col(Job.done_at) <= until)
    if but_mail_to:
        theirs = select(Mail.id).where(Mail.recipient == but_mail_to)
        query = query.where((col(Job.kind) != "mail") | col(Job.subject_id).not_in(theirs))
    return {row[0]: row[1] for row in (await session.execute(query.order_by(col(Job.kind)))).all()}


async def measure(session: AsyncSession) -> None:
    """Set the gauge of given-up jobs to what the table holds now."""
    found = await given_up(session)
    DEAD_JOBS.clear()
    for kind, count in found.items():
        DEAD_JOBS.labels(kind).set(count)
