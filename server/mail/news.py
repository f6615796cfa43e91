"""News: what we write of our own accord. In open hours, at most so many letters a week to one address; what is more,
or is wanted so, waits for the weekly letter (`workers/jobs/digest.py`)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.mail import DigestLine, Mail
from server.core import clock
from server.mail.hours import next_open
from server.mail.letters import Letter
from server.mail.outbox import post
from server.mail.waiting import join, line_of, told_already

MOST_A_WEEK = 5
WEEK = timedelta(days=7)
HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('news to ' || :address, 0))")


@dataclass(frozen=True)
class Reader:
    """Who is told. `unsubscribe` is the address that stops it when posted to; staff have none."""

    mail: str
    language: str
    weekly: bool = False
    unsubscribe: str | None = None


@dataclass(frozen=True)
class News:
    """What is told about an idea: as a letter of its own, and as one of our sentences (a Danish msgid without values)
    in the weekly one. `ident` is the Message-ID: the same twice is told once."""

    idea: Idea
    letter: Letter
    sentence: str
    link: str
    ident: str


async def tell(session: AsyncSession, reader: Reader, news: News) -> int | None:
    """Tell one reader, once the caller's transaction commits. Returns the mail's job to ring for, if there is one.

    What comes while a letter to a member waits joins that letter. Who tells several in one transaction takes their
    addresses in order: each is held until the commit, so that two transactions never both send the last of a week.
    """
    await session.execute(HOLD, {"address": reader.mail})
    if await told_already(session, reader.mail, news.ident):
        return None
    line = line_of(news.idea.number, news.sentence, news.link, news.ident)
    asked, letter = reader.unsubscribe, news.letter.read_in(reader.language)
    if asked and not reader.weekly and await join(session, reader.mail, reader.language, asked, letter.subject, line):
        return None
    if reader.weekly or await _had_enough(session, reader.mail):
        await _in_digest(session, reader, news)
        return None
    at, idea = next_open(clock.now()), news.idea
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
        board_id=idea.board_id,
        idea_id=idea.id,
    )


async def _had_enough(session: AsyncSession, mail: str) -> bool:
    counted = select(func.count()).select_from(Mail).where(col(Mail.recipient) == mail, col(Mail.news))
    since = counted.where(col(Mail.created_at) > clock.now() - WEEK)
    return ((await session.execute(since)).scalar_one()) >= MOST_A_WEEK


async def _in_digest(session: AsyncSession, reader: Reader, news: News) -> None:
    line = insert(DigestLine).values(
        recipient=reader.mail,
        language=reader.language,
        idea_id=news.idea.id,
        sentence=news.sentence,
        link=news.link,
        unsubscribe=reader.unsubscribe,
        message_id=news.ident,
        created_at=clock.now(),
    )
    await session.execute(line.on_conflict_do_nothing(index_elements=["message_id"]))
