"""What waits to be looked at is not forgotten: after five minutes of a meeting all who moderate see it at once, and
after a day the coordinators get a letter."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.roles import Role
from schemas.screening import Screening
from schemas.seat import Seat
from server.core import clock, jobs
from server.core.settings import Settings
from server.mail.hours import next_open
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.room.moderation import letters
from server.room.moderation.queries import LATER, SOON, count_waiting

WAITS_SOON, WAITS_LONG = "screening_waits", "screening_waits_long"
"""The jobs: it has waited for some minutes, or for a day."""


async def remind_of(session: AsyncSession, screening: Screening) -> None:
    """Watch what waits from now on. Each time it comes to wait anew it is watched anew."""
    for kind, after in ((WAITS_SOON, SOON), (WAITS_LONG, LATER)):
        dedupe = f"{kind}:{screening.id}:{screening.version}"
        at = screening.since + after
        await jobs.due(session, kind, screening.id, at, board_id=screening.board_id, dedupe=dedupe)


async def write_to_coordinators(session: AsyncSession, settings: Settings, screening: Screening) -> None:
    """As a part of a job: tell the coordinators, when offices are open, that something waits to be looked at. Each of
    them gets at most one such letter a day, and never two about the same words."""
    board, now = await session.get_one(Board, screening.board_id), clock.now()
    count = await count_waiting(session, board.id)
    if not count:
        return
    opens = next_open(now)
    letter = letters.waits(board.name, count, f"{settings.public_url}/b/{board.public_id}/moderation")
    signed = await signature_of(session, board.id)
    query = select(Person).join(Seat, col(Seat.person_id) == Person.id).order_by(Person.mail)
    query = query.where(Seat.board_id == board.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    for person in (await session.execute(query)).scalars():
        written = letter.read_in(person.reads, (signed,))
        ident = message_id(settings, "moderation", board.public_id, opens.date(), person.mail)
        await post(
            *(session, person.mail, written.subject, written.body, ident), at=opens, by_day=True, board_id=board.id
        )
