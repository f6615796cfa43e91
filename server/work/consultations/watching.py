"""What is told and watched of a case: the coordinators hear that it was put, that its day is near, and that it has
passed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.consultation import Consultation
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core import jobs
from server.core.days import end_of, last_working_day
from server.core.settings import Settings
from server.mail.hours import before_open, next_open
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.work.consultations import letters
from server.work.deadlines.dates import morning

BEFORE = (timedelta(days=14), timedelta(days=3))
"""How long before the day the coordinators are reminded: in time to call a meeting, and in time to end one."""


def link_to(settings: Settings, case: Consultation) -> str:
    """The page of a case, for whoever has an account."""
    return f"{settings.public_url}/consultations/{case.public_id}"


async def tell_put(session: AsyncSession, settings: Settings, board: Board, case: Consultation, now: datetime) -> None:
    """Tell the coordinators that the board was asked."""
    letter = letters.put(board.name, case.body, case.reply_by, link_to(settings, case))
    await tell_coordinators(session, settings, case, letter, ("consultation", case.id), now)


async def watch(session: AsyncSession, case: Consultation, now: datetime) -> None:
    """Schedule the reminders before the day, and the look at it after."""
    days = {last_working_day(case.reply_by - before) for before in BEFORE}
    moments = [("consultation_due", morning(day)) for day in sorted(days)]
    moments.append(("consultation_late", before_open(end_of(case.reply_by))))
    for kind, at in moments:
        if at > now:
            dedupe = f"{kind}:{case.id}:{at.timestamp():.0f}"
            await jobs.due(session, kind, case.id, at, board_id=case.board_id, dedupe=dedupe)


async def remind(session: AsyncSession, settings: Settings, case_id: int, now: datetime) -> None:
    """As a part of a job: remind the coordinators of a case that still waits, or say that it is late."""
    case = await session.get(Consultation, case_id)
    if case is None or not case.open:
        return
    board, late = await session.get_one(Board, case.board_id), case.late_at(now)
    letter = letters.due(board.name, case.body, case.reply_by, link_to(settings, case), late=late)
    reason = ("consultation_late" if late else "consultation_due", case.id, now.date())
    await tell_coordinators(session, settings, case, letter, reason, now)


async def tell_coordinators(
    session: AsyncSession,
    settings: Settings,
    case: Consultation,
    letter: Letter,
    reason: Iterable[object],
    now: datetime,
) -> None:
    """Send a letter about a case to the board's coordinators, when offices are open."""
    query = select(Person).join(Seat, col(Seat.person_id) == Person.id).order_by(Person.mail)
    query = query.where(Seat.board_id == case.board_id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    await write(
        session,
        settings,
        case,
        letter,
        [(one.mail, one.reads) for one in (await session.execute(query)).scalars()],
        reason,
        now,
    )


async def write(
    session: AsyncSession,
    settings: Settings,
    case: Consultation,
    letter: Letter,
    readers: Iterable[tuple[str, str]],
    reason: Iterable[object],
    now: datetime,
) -> None:
    """Send a letter about a case to some addresses, each in its language, when offices are open."""
    signed = await signature_of(session, case.board_id)
    for mail, language in readers:
        written = letter.read_in(language, (signed,))
        ident = message_id(settings, *reason, mail)
        await post(
            *(session, mail, written.subject, written.body, ident),
            at=next_open(now),
            by_day=True,
            board_id=case.board_id,
        )
