"""News that comes up while a letter to the same reader waits for the morning is added to that letter, so that the
reader gets one letter and not four. Jobs that write to people when offices open run a little earlier, so that all of
it waits together (`hours.before_open`)."""

from typing import Any

from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.board import Board
from schemas.follow import Follow
from schemas.format import Written as Called
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.person import Person
from server.core.errors import N_
from server.core.translations import FIRST, Said, say, speaking_of
from server.mail.letters import Written, letter
from server.mail.signature import Signed, signature_of


def line_of(number: int | None, sentence: str, link: str, ident: str, board_id: int | None = None) -> dict[str, Any]:
    """A line of a letter, as stored in `Mail.lines`."""
    return {"number": number, "sentence": sentence, "link": link, "ident": ident, "board": board_id}


def told_in_full(line: dict[str, Any], letter: Written) -> dict[str, Any]:
    """The line with all that its own letter says, for staff: how many ideas, and by when."""
    return line | {"subject": letter.subject, "hello": letter.hello, "said": letter.said}


async def told_already(session: AsyncSession, mail: str, ident: str) -> bool:
    """Whether the address already has the news `ident`, in a letter of its own or as a line in another."""
    within = col(Mail.lines).contains([{"ident": ident}])
    query = select(Mail.id).where(Mail.recipient == mail, or_(col(Mail.message_id) == ident, within))
    return (await session.execute(query.limit(1))).first() is not None


async def join(
    session: AsyncSession, mail: str, language: str, unsubscribe: str | None, subject: str, line: dict[str, Any]
) -> bool:
    """Add a line to the letter that is waiting for this reader and has the same `unsubscribe`; staff have none. Returns
    False if there is none, if a worker has begun to send it (it locks the row, and so do we), if it may already have
    arrived, or if it waits for a closed board."""
    closed = exists().where(col(Board.id) == Job.board_id, col(Board.closed_at).is_not(None))
    untried = select(Job.subject_id).where(Job.kind == "mail", Job.state == JobState.DUE, Job.attempts == 0, ~closed)
    waiting = select(Mail).where(
        Mail.recipient == mail,
        col(Mail.unsubscribe).is_not_distinct_from(unsubscribe),
        col(Mail.sent_at).is_(None),
        col(Mail.lines).is_not(None),
        col(Mail.id).in_(untried),
        col(Mail.id).not_in(select(Job.subject_id).where(Job.kind == "handed")),
    )
    found = (await session.execute(waiting.order_by(col(Mail.id).desc()).limit(1).with_for_update())).scalars().first()
    if found is None or found.lines is None:
        return False
    found.lines = [*found.lines, line]
    boards = dict.fromkeys(each.get("board") or line["board"] for each in found.lines)
    signed = tuple([await signature_of(session, board) for board in boards if board])
    rewritten = several("" if unsubscribe is None else subject, found.lines, unsubscribe, language, signed)
    found.subject, found.body = rewritten.subject, rewritten.body
    return True


async def leave_out(session: AsyncSession, mail: Mail, board_id: int) -> None:
    """Take what is of one board out of a waiting letter that tells of others too, and write it anew. The letter must be
    locked. It stays in the language in which its reader is written to."""
    left = [line for line in mail.lines or () if line.get("board") != board_id]
    if left == mail.lines:
        return
    mail.lines = left
    boards = dict.fromkeys(line["board"] for line in left if line.get("board"))
    signed = tuple([await signature_of(session, board) for board in boards])
    subject = left[-1].get("subject", "") if mail.unsubscribe is None else ""
    written = several(subject, left, mail.unsubscribe, await _language_of(session, mail.recipient), signed)
    mail.subject, mail.body = written.subject, written.body


async def _language_of(session: AsyncSession, address: str) -> str:
    person = (await session.execute(select(Person).where(Person.mail == address))).scalar_one_or_none()
    if person is not None:
        return person.reads
    newest = select(Follow.language).where(Follow.mail == address).order_by(col(Follow.id).desc()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none() or FIRST


def several(subject: str, lines: list[dict[str, Any]], stop: str | None, language: str, signed: Signed) -> Written:
    """One letter with several lines, oldest first. `subject` is that of the newest line; empty: how many there are."""
    # What each letter says is written already, and names in it are isolated.
    ours = [
        line | _told(language, line) | {part: Said(line[part]) for part in ("subject", "hello", "said") if part in line}
        for line in lines
    ]
    hello = next((line["hello"] for line in ours if line.get("hello")), "")
    values = {"subject": subject, "hello": hello, "lines": ours, "stop": stop}
    called = {Called(line.get("called", Called.IDEA)) for line in lines}
    of_all = called.pop() if len(called) == 1 else Called.IDEA
    return letter("mail/letters/several.txt", **values).read_in(language, signed, of_all)


def _told(language: str, line: dict[str, Any]) -> dict[str, Any]:
    """The number and sentence of a line, in the words of what it is about."""
    with speaking_of(Called(line.get("called", Called.IDEA))):
        number = line["number"]
        label = say(language, N_("Idé %(number)s"), number=number) if number else say(language, N_("Det, du skrev"))
        return {"label": Said(label), "told": Said(say(language, line["sentence"]))}
