"""News that comes up while a letter to the same reader waiting for the morning is added to that letter, so that the
reader gets one letter and not four."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.job import Job, JobState
from schemas.mail import Mail
from server.mail.letters import Written, letter


def line_of(number: int | None, sentence: str, link: str, ident: str) -> dict[str, Any]:
    """A line of a letter, as stored in `Mail.lines`."""
    return {"number": number, "sentence": sentence, "link": link, "ident": ident}


async def told_already(session: AsyncSession, mail: str, ident: str) -> bool:
    """Whether the address already has the news `ident`, in a letter of its own or as a line in another."""
    within = col(Mail.lines).contains([{"ident": ident}])
    query = select(Mail.id).where(Mail.recipient == mail, or_(col(Mail.message_id) == ident, within))
    return (await session.execute(query.limit(1))).first() is not None


async def join(
    session: AsyncSession, mail: str, language: str, unsubscribe: str, subject: str, line: dict[str, Any]
) -> bool:
    """Add a line to the letter that is waiting for this reader and has the same `unsubscribe`. Returns False if there
    is none, if a worker has begun to send it (it locks the row, and so do we), or if it may already have arrived."""
    untried = select(Job.subject_id).where(Job.kind == "mail", Job.state == JobState.DUE, Job.attempts == 0)
    waiting = select(Mail).where(
        Mail.recipient == mail,
        Mail.unsubscribe == unsubscribe,
        col(Mail.sent_at).is_(None),
        col(Mail.lines).is_not(None),
        col(Mail.id).in_(untried),
        col(Mail.id).not_in(select(Job.subject_id).where(Job.kind == "handed")),
    )
    found = (await session.execute(waiting.order_by(col(Mail.id).desc()).limit(1).with_for_update())).scalars().first()
    if found is None or found.lines is None:
        return False
    found.lines = [*found.lines, line]
    rewritten = several(subject, found.lines, unsubscribe, language)
    found.subject, found.body = rewritten.subject, rewritten.body
    return True


def several(subject: str, lines: list[dict[str, Any]], stop: str, language: str) -> Written:
    """One letter with several lines, oldest first. `subject` is that of the newest line."""
    return letter("mail/letters/several.txt", subject=subject, lines=lines, stop=stop).read_in(language)
