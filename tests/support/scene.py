"""Rows for a test to start from, written straight into the tables if the product has no way to make them yet."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import JOIN_LENGTH, new_code, new_public_id, new_token
from schemas.event import Event
from schemas.format import FORMATS, Format, Phase
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.database import Database
from tests.support.at_once import numbers, write

UNITS = (
    (UnitKind.REGION, "Region Nord"),
    (UnitKind.HOSPITAL, "Hospitalet"),
    (UnitKind.DEPARTMENT, "Afdeling A"),
)
BOARD = "Afdelingens Peerboard"


async def make_person(session: AsyncSession, mail: str, name: str, title: str, *, coordinator: bool = False) -> Person:
    """Add a person with a mail address."""
    person = Person(mail=mail, name=name, title=title, coordinator=coordinator)
    session.add(person)
    await session.flush()
    return person


async def make_units(session: AsyncSession, leader: Person) -> Unit:
    """Add a region, hospital and department. `leader` leads the department, which is returned."""
    parent = None
    for kind, name in UNITS:
        unit = Unit(parent_id=parent, kind=kind, name=name)
        session.add(unit)
        await session.flush()
        parent = unit.id
    unit.leader_id = leader.id
    await session.flush()
    return unit


async def make_board(session: AsyncSession, unit: Unit, name: str = BOARD) -> Board:
    """Add a unit's board with an empty log."""
    board = Board(unit_id=unit.id or 0, name=name, format=Format.PEERBOARD)
    session.add(board)
    await session.flush()
    return board


async def make_staff_seat(session: AsyncSession, board: Board, person: Person, role: Role) -> Seat:
    """Add a staff seat on a board, with its event."""
    seat = staff_seat(board, person, role)
    session.add(seat)
    await session.flush()
    session.add(joined(board, seat))
    await session.flush()
    return seat


def staff_seat(board: Board, person: Person, role: Role) -> Seat:
    """A staff seat on a board."""
    at: dict[str, Any] = {"board_id": board.id or 0, "joined_at": clock.now()}
    return Seat(public_id=new_public_id(), person_id=person.id, role=role, name=person.name, **at)


def joined(board: Board, seat: Seat) -> Event:
    """The event of a seat that has its number, and the board's next."""
    board.seq += 1
    return Event(board_id=board.id or 0, seq=board.seq, kind="SeatJoined", at=clock.now(), data={"seat_id": seat.id})


async def make_meeting(
    session: AsyncSession, board: Board, title: str = "Møde i peerboardet", **rules: object
) -> Meeting:
    """Add such a meeting."""
    meeting = open_meeting(board, title, **rules)
    session.add(meeting)
    await session.flush()
    return meeting


def open_meeting(board: Board, title: str = "Møde i peerboardet", **rules: object) -> Meeting:
    """A meeting that is open for joining, by default in the phase `propose`. One that has ended is settled. Its format
    is the board's, or the first that has the phase."""
    rules.setdefault("settled_at", rules.get("ended_at"))
    phase = rules.get("phase", Phase.PROPOSE)
    rules.setdefault("format", next(each for each in (board.format, *Format) if phase in FORMATS[each].phases))
    return Meeting(
        public_id=new_public_id(),
        board_id=board.id or 0,
        title=title,
        starts_at=clock.now(),
        code=new_code(JOIN_LENGTH),
        join_token=new_token(),
        screen_token=new_token(),
        **rules,  # type: ignore[arg-type]
    )


async def home(database: Database, mark: str) -> tuple[Person, Person, Board, Meeting]:
    """Ada and Leo, the units of which he leads the lowest, its board, which she coordinates, and a meeting there."""
    async with database.bare() as connection:
        person, other, *units, over, seated, met = await numbers(
            connection, ("person", "person", "unit", "unit", "unit", "board", "seat", "meeting")
        )
        ada = Person(id=person, mail=f"ada{mark}@region.test", name="Ada Holm", title="Koordinator", coordinator=True)
        leo = Person(id=other, mail=f"leo{mark}@region.test", name="Leo Bach", title="Afdelingschef")
        above = (None, *units)
        chain = [
            Unit(id=number, parent_id=parent, kind=kind, name=name, leader_id=leo.id if number == units[-1] else None)
            for number, parent, (kind, name) in zip(units, above, UNITS, strict=False)
        ]
        board = Board(id=over, unit_id=units[-1], name=BOARD, format=Format.PEERBOARD)
        seat = staff_seat(board, ada, Role.COORDINATOR)
        seat.id = seated
        meeting = open_meeting(board)
        meeting.id = met
        await write(connection, (ada, leo, *chain, board, seat, joined(board, seat), meeting))
    return ada, leo, board, meeting
