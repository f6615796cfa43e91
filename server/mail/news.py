"""News: mail that we send on our own initiative, in open hours only. One address gets at most MOST_A_WEEK letters a
week; anything beyond that, and all news for those who prefer it so, waits for the weekly digest
(`workers/jobs/digest.py`)."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.format import FORMATS, Format, Written
from schemas.idea import Idea
from schemas.mail import DigestLine, Mail
from schemas.meeting import Meeting
from server.core import clock
from server.mail.hours import next_open
from server.mail.letters import Letter
from server.mail.outbox import post
from server.mail.signature import signature_of
from server.mail.waiting import join, line_of, told_already, told_in_full

MOST_A_WEEK = 5
WEEK = timedelta(days=7)
HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('news to ' || :address, 0))")


@dataclass(frozen=True)
class Reader:
    """A recipient of news. A POST to the URL `unsubscribe` stops it; staff have none."""

    mail: str
    language: str
    weekly: bool = False
    unsubscribe: str | None = None


@dataclass(frozen=True)
class News:
    """A piece of news about an idea: as a letter of its own, and as a line in the digest, for which `sentence` is a
    Danish msgid without placeholders. `ident` is the Message-ID; news with the same one is sent only once. News about
    no idea names its board, and never waits for the digest."""

    idea: Idea | None
    letter: Letter
    sentence: str
    link: str
    ident: str
    board_id: int = 0
    named: bool = True
    """Whether the letter is signed with the name of a coordinator; not where the reader is nobody of the board's."""

    @property
    def board(self) -> int:
        """The board that it is about."""
        return self.idea.board_id if self.idea is not None else self.board_id


async def tell(session: AsyncSession, reader: Reader, news: News) -> int | None:
    """Send news to one reader once the caller's transaction commits. Returns the id of the mail job to ring for, or
    None if no new letter was written.

    If a letter to the same reader is still waiting to be sent, the news is added to that letter. Each call takes an
    advisory lock on the address until the commit, so that two transactions cannot both send the last letter of the
    week. A caller who sends to several readers in one transaction must do so in order of address, to avoid deadlocks.
    """
    if not reader.mail:  # an account that was closed has no address
        return None
    await session.execute(HOLD, {"address": reader.mail})
    if await told_already(session, reader.mail, news.ident):
        return None
    idea, unsubscribe = news.idea, reader.unsubscribe
    signed = await signature_of(session, news.board)
    signed = signed if news.named else replace(signed, name="", mail="")
    called = await called_where_written(session, idea)
    letter = news.letter.read_in(reader.language, (signed,), called)
    line = line_of(idea.number if idea else None, news.sentence, news.link, news.ident, news.board if news.named else 0)
    line |= {} if called is Written.IDEA else {"called": called.value}
    if unsubscribe is None:
        line = told_in_full(line, letter)
    waits = not reader.weekly
    if waits and await join(session, reader.mail, reader.language, unsubscribe, letter.subject, line):
        return None
    if idea is not None and (reader.weekly or await _reached_weekly_limit(session, reader.mail)):
        await _add_to_digest(session, reader, idea, news)
        return None
    at = next_open(clock.now())
    return await post(
        session,
        reader.mail,
        letter.subject,
        letter.body,
        news.ident,
        reader.unsubscribe,
        at=at,
        news=True,
        by_day=True,
        lines=[line],
        board_id=news.board,
        idea_id=idea.id if idea else None,
    )


async def stop_news(session: AsyncSession, mail: str) -> None:
    """Send no more of the news that waits for an address of staff. What its owner asked for by a link of their own, as
    followers do, goes on."""
    waits = (col(Mail.recipient) == mail, col(Mail.sent_at).is_(None), col(Mail.unsubscribe).is_(None), col(Mail.news))
    await session.execute(delete(Mail).where(*waits))
    lines = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_(None))
    await session.execute(delete(DigestLine).where(*lines))


async def called_where_written(session: AsyncSession, idea: Idea | None) -> Written:
    """What an idea is called where it was written. One query for each meeting in a transaction."""
    if idea is None:
        return Written.IDEA
    known: dict[int, Written] = session.info.setdefault("called", {})
    if idea.meeting_id not in known:
        format_ = await session.execute(select(Meeting.format).where(Meeting.id == idea.meeting_id))
        known[idea.meeting_id] = FORMATS[Format(format_.scalar_one())].written
    return known[idea.meeting_id]


async def _reached_weekly_limit(session: AsyncSession, mail: str) -> bool:
    letters = select(func.count()).select_from(Mail).where(col(Mail.recipient) == mail, col(Mail.news))
    recent = letters.where(col(Mail.created_at) > clock.now() - WEEK)
    return ((await session.execute(recent)).scalar_one()) >= MOST_A_WEEK


async def _add_to_digest(session: AsyncSession, reader: Reader, idea: Idea, news: News) -> None:
    line = insert(DigestLine).values(
        recipient=reader.mail,
        language=reader.language,
        idea_id=idea.id,
        sentence=news.sentence,
        link=news.link,
        unsubscribe=reader.unsubscribe,
        message_id=news.ident,
        created_at=clock.now(),
    )
    await session.execute(line.on_conflict_do_nothing(index_elements=["message_id"]))
