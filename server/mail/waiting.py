"""What happens while a letter to the same reader waits for the morning joins that letter: one letter, not four."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.job import Job, JobState
from schemas.mail import Mail
from server.mail.letters import Written, letter


def line_of(number: int | None, sentence: str, link: str, ident: str) -> dict[str, Any]:
    """A line as it is kept with a letter."""
    return {"number": number, "sentence": sentence, "link": link, "ident": ident}


async def told_already(session: AsyncSession, mail: str, ident: str) -> bool:
    """Whether that has its letter, or stands in one with other lines."""
    within = col(Mail.lines).contains([{"ident": ident}])
    query = select(Mail.id).where(Mail.recipient == mail, or_(col(Mail.message_id) == ident, within))
    return (await session.execute(query.limit(1))).first() is not None


async def join(
    session: AsyncSession, mail: str, language: str, unsubscribe: str, subject: str, line: dict[str, Any]
) -> bool:
    """Put a line into the letter that waits for this reader, by the same way out. False when none waits, somebody has
    begun to send it (who does so holds the row, and so do we), or it may have come already."""
    begun = select(Job.subject_id).where(Job.kind == "mail", Job.state == JobState.DUE, Job.attempts == 0)
    waits = select(Mail).where(
        Mail.recipient == mail,
        Mail.unsubscribe == unsubscribe,
        col(Mail.sent_at).is_(None),
        col(Mail.lines).is_not(None),
        col(Mail.id).in_(begun),
        col(Mail.id).not_in(select(Job.subject_id).where(Job.kind == "handed")),
    )
    found = (await session.execute(waits.order_by(col(Mail.id).desc()).limit(1).with_for_update())).scalars().first()
    if found is None or found.lines is None:
        return False
    found.lines = [*found.lines, line]
    both = several(subject, found.lines, unsubscribe, language)
    found.subject, found.body = both.subject, both.body
    return True


def several(subject: str, lines: list[dict[str, Any]], stop: str, language: str) -> Written:
    """One letter of several lines, the newest last; the subject is the newest line's."""
    return letter("mail/letters/several.txt", subject=subject, lines=lines, stop=stop).read_in(language)
