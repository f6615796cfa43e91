"""Which boards a person works with, and in which language we write to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.database import Database
from server.core.office import LED
from server.core.translations import FIRST

BELOW = "WITH RECURSIVE LED SELECT id FROM led".replace("LED", LED.format(person=":person"))
"""The units that a person leads, and all units below them."""


@dataclass
class BoardLine:
    """A board with its unit and its meetings, newest first. `seat` is the person's own; None until they first come."""

    board: Board
    unit: Unit
    seat: Seat | None
    meetings: list[Meeting]


async def boards_of(database: Database, person: Person) -> list[BoardLine]:
    """The boards where a person has a seat, and those of the units they lead and of all units below. Boards with a
    meeting that is not over come first, then by name."""
    async with database.snapshot() as session:
        units = list((await session.execute(text(BELOW), {"person": person.id})).scalars())
        sits = (col(Seat.board_id) == Board.id) & (col(Seat.person_id) == person.id) & col(Seat.removed_at).is_(None)
        query = (
            select(Board, Unit, Seat)
            .join(Unit, col(Unit.id) == Board.unit_id)
            .outerjoin(Seat, sits)
            .where(or_(col(Seat.role) != Role.LEADER, col(Board.unit_id).in_(units)))  # a leader must be in office
        )
        rows = (await session.execute(query)).all()
        ids = [board.id for board, _, _ in rows]
        held = select(Meeting).where(col(Meeting.board_id).in_(ids)).order_by(col(Meeting.starts_at).desc())
        meetings = (await session.execute(held)).scalars().all()
    lines = [
        BoardLine(board, unit, seat, [meeting for meeting in meetings if meeting.board_id == board.id])
        for board, unit, seat in rows
    ]
    return sorted(lines, key=lambda line: (all(m.over for m in line.meetings), in_danish_order(line.board.name)))


async def languages_of(session: AsyncSession, mails: Iterable[str]) -> dict[str, str]:
    """The language in which to write to each of these addresses of staff; Danish without an account. One query."""
    languages = dict.fromkeys(mails, FIRST)
    people = (await session.execute(select(Person).where(col(Person.mail).in_(languages)))).scalars()
    return languages | {person.mail: person.reads for person in people}
