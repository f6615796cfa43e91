"""The notes about an idea, for staff alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import Person
from schemas.seat import Seat
from schemas.staff_note import StaffNote


@dataclass(frozen=True)
class Noted:
    """A note, and who wrote it."""

    id: int
    text: str
    at: datetime
    name: str
    title: str


async def load_staff_notes(session: AsyncSession, idea_id: int) -> list[Noted]:
    """The notes about an idea, oldest first. One query. The caller must have checked that the reader is staff."""
    query = (
        select(StaffNote, Seat.name, Person.title)
        .outerjoin(Seat, col(Seat.id) == StaffNote.seat_id)
        .outerjoin(Person, col(Person.id) == Seat.person_id)
        .where(StaffNote.idea_id == idea_id)
        .order_by(col(StaffNote.id))
    )
    rows = (await session.execute(query)).all()
    return [Noted(note.id, note.text, note.at, name or "", title or "") for note, name, title in rows]
