"""The outbox: a message is a row and a job, written in the transaction that gives reason for it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.mail import Mail
from server.core import clock, jobs
from server.core.settings import Settings
from server.mail.links import keyed


def message_id(settings: Settings, *reason: object) -> str:
    """The stable Message-ID of a message sent for `reason` (a word and ids, which cannot be read from it)."""
    return f"<{keyed(settings, 'message', *reason)}@{urlsplit(settings.public_url).hostname}>"


async def post(
    session: AsyncSession,
    recipient: str,
    subject: str,
    body: str,
    message_id: str,
    unsubscribe: str | None = None,
    *,
    at: datetime | None = None,
    calendar: str | None = None,
    news: bool = False,
    by_day: bool = False,
    lines: list[dict[str, Any]] | None = None,
    board_id: int | None = None,
    idea_id: int | None = None,
) -> int | None:
    """Send one message to one recipient once the caller's transaction commits. Returns the job to ring for.

    With a `message_id` that was used before nothing happens and None is returned. `unsubscribe` is a https or http
    address that stops such mail when it is posted to. It goes at `at`, else at once; `calendar` is a calendar file that
    goes with it. `news` is counted in what one address gets in a week (`server/mail/news.py` decides). `by_day`: should
    it not get away at `at`, it still goes in open hours only. With `board_id` and `idea_id` the coordinators see that
    there was a mail, never to whom.
    """
    now = at or clock.now()
    kept = insert(Mail).values(
        recipient=recipient,
        subject=subject,
        body=body,
        message_id=message_id,
        unsubscribe=unsubscribe,
        created_at=now,
        calendar=calendar,
        news=news,
        by_day=by_day,
        lines=lines,
    )
    new = kept.on_conflict_do_nothing(index_elements=["message_id"]).returning(col(Mail.id))
    ident = await session.scalar(new)
    if ident is None:
        return None
    return await jobs.due(session, "mail", ident, now, board_id=board_id, idea_id=idea_id)
