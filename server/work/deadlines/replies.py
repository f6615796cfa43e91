"""The date by which a body that was asked elsewhere answers: when it is reminded, when it is late, and when its silence
is told and the idea comes back."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.referral import OPEN, Referral
from server.core import jobs
from server.mail.hours import before_open
from server.work.deadlines.dates import soon_at, up_at


async def watch_replies(session: AsyncSession, board: Board, now: datetime, *which: Any) -> None:
    """Schedule the jobs that watch the date of each open referral of a board that meets `which`. Scheduling the same
    again does nothing more, and a date that has passed already gets no reminder: a hop keeps the first one. When
    silence is told follows the board's `escalate_days`. One query, and one for each job."""
    query = select(Referral).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.where(Idea.board_id == board.id, col(Referral.state).in_(OPEN), *which).order_by(col(Referral.id))
    for referral in (await session.execute(query)).scalars().all():
        silent, by = up_at(referral.reply_by, board), referral.reply_by
        ahead = {"referral_due_soon": soon_at(by), "referral_overdue": before_open(by)}
        moments = {kind: at for kind, at in ahead.items() if at > now} | {"referral_silent": silent}
        for kind, at in moments.items():
            dedupe = f"{kind}:{referral.id}:{by.timestamp():.0f}"
            dedupe += f":{at.timestamp():.0f}" if at == silent else ""
            about = {"board_id": board.id, "idea_id": referral.idea_id}
            await jobs.due(session, kind, referral.id, at, dedupe=dedupe, **about)
