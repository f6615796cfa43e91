"""Jobs that were given up, counted by kind for whoever runs the installation."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.job import Job, JobState
from schemas.mail import Mail
from server.core.metrics import DEAD_JOBS


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
    DEAD_JOBS.values = await given_up(session)


async def count_given_up(session: AsyncSession, board: Board) -> int:
    """How many jobs of a board were given up and wait for somebody to retry them. One query."""
    query = select(func.count()).select_from(Job).where(Job.board_id == board.id, Job.state == JobState.DEAD)
    return (await session.execute(query)).scalar_one()
