"""What each may see of enquiries: whoever wrote one down, the level that answers it, and the citizen."""

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.enquiry import Enquiry
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.unit import Unit
from server.core import clock
from server.core.errors import NotFound
from server.organisation.people.queries import BELOW
from server.organisation.units.named import unit_names
from server.work.enquiries.levels import ASKS, OPEN, Level, level_of

MOST = 100
"""How many are listed at once."""
ASKED = text(
    f"enquiry.level_id IN (WITH RECURSIVE {ASKS} SELECT id FROM asked) AND {OPEN}".format(person=":person")  # noqa: S608
)


@dataclass(frozen=True)
class Line:
    """An enquiry in a list: what it is about, but not what it says."""

    enquiry: Enquiry
    unit: Unit
    writer: str
    """The name of whoever wrote it down."""
    late: bool


@dataclass(frozen=True)
class AtEnquiry:
    """An enquiry, for somebody who may read it."""

    enquiry: Enquiry
    unit: Unit
    writer: str
    level: Level | None
    """Who is to answer it now."""
    wrote: bool
    """The reader wrote it down."""
    answers: bool
    """The reader is to answer it, or did."""
    board: str
    """The board that it might become an idea on, if any."""
    boards: list[Board] = field(default_factory=list)
    """Boards that whoever answers may offer."""
    units: list[str] = field(default_factory=list)
    """Names of units that it may be passed to."""

    @property
    def late(self) -> bool:
        """Whether the answer did not come by its date."""
        return self.enquiry.late(clock.now())

    @property
    def slip_shown(self) -> bool:
        """Whether the citizen's slip can still be seen."""
        return self.wrote and self.enquiry.slip_shown(clock.now())


def _lines(rows: list[tuple[Enquiry, Unit, Person | None]]) -> list[Line]:
    now = clock.now()
    return [Line(enquiry, unit, writer.name if writer else "", enquiry.late(now)) for enquiry, unit, writer in rows]


_LINE = (
    select(Enquiry, Unit, Person)
    .join(Unit, col(Unit.id) == Enquiry.unit_id)
    .outerjoin(Person, col(Person.id) == Enquiry.written_by)
)


async def load_asked(session: AsyncSession, person: Person) -> list[Line]:
    """What awaits an answer from somebody, the earliest date first. One query."""
    query = _LINE.where(ASKED).order_by(col(Enquiry.answer_by), col(Enquiry.id)).limit(MOST)
    rows = (await session.execute(query, {"person": person.id})).all()
    return _lines([(row[0], row[1], row[2]) for row in rows])


async def load_own(session: AsyncSession, person: Person) -> list[Line]:
    """What somebody has written down, the newest first. One query."""
    query = _LINE.where(Enquiry.written_by == person.id)
    query = query.order_by(col(Enquiry.written_at).desc(), col(Enquiry.id).desc()).limit(MOST)
    return _lines([(row[0], row[1], row[2]) for row in (await session.execute(query)).all()])


async def load_one(session: AsyncSession, person: Person, public_id: str) -> AtEnquiry:
    """An enquiry for whoever wrote it down, or is to answer it. Raises NotFound for everybody else."""
    row = (await session.execute(_LINE.where(Enquiry.public_id == public_id))).one_or_none()
    if row is None:
        raise NotFound
    enquiry, unit, writer = row
    level = await level_of(session, enquiry)
    wrote = enquiry.written_by == person.id
    answers = level is not None and level.has(person.id)
    if not wrote and (not answers or enquiry.gone):
        raise NotFound
    waits = answers and enquiry.open
    boards = await _boards(session, person) if waits else []
    units = await unit_names(session, level.unit_id) if waits and level else []
    board = await session.get(Board, enquiry.board_id) if enquiry.board_id else None
    name = writer.name if writer else ""
    return AtEnquiry(enquiry, unit, name, level, wrote, answers, board.name if board else "", boards, units)


async def _boards(session: AsyncSession, person: Person) -> list[Board]:
    """The open boards of the units that somebody leads, and all below, that have a meeting to bring an idea to."""
    units = list((await session.execute(text(BELOW), {"person": person.id})).scalars())
    held = select(Meeting.id).where(Meeting.board_id == Board.id, col(Meeting.cancelled_at).is_(None)).exists()
    query = select(Board).where(col(Board.unit_id).in_(units), col(Board.closed_at).is_(None), held)
    return sorted((await session.execute(query)).scalars(), key=lambda board: in_danish_order(board.name))
