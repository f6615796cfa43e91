"""The outbox: a message is a row and a job, written in the same transaction as whatever caused it."""

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
    """A Message-ID that is always the same for the same `reason` (a word and some ids, which cannot be recovered from
    it)."""
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
    """Send one message to one recipient once the caller's transaction commits. Returns the id of the job to ring for,
    or None if `message_id` was used before, or there is no `recipient`; then nothing is sent.

    - `unsubscribe`: an http(s) URL; a POST to it stops mail of this kind.
    - `at`: when to send it; at once if left out.
    - `calendar`: the text of a calendar file to send along.
    - `news`: whether it counts towards the weekly limit of the address (see `server/mail/news.py`).
    - `by_day`: if it cannot be delivered at `at`, later attempts are made in open hours only.
    - `lines`: what the letter is made of, so that further news can be added while it waits (`server/mail/waiting.py`).
    - `board_id`, `idea_id`: let the coordinators see that a mail was sent, but never to whom.
    """
    if not recipient:  # whoever it would have gone to is no longer staff
        return None
    now = at or clock.now()
    row = insert(Mail).values(
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
    new = row.on_conflict_do_nothing(index_elements=["message_id"]).returning(col(Mail.id))
    ident = await session.scalar(new)
    if ident is None:
        return None
    return await jobs.due(session, "mail", ident, now, board_id=board_id, idea_id=idea_id)
