"""Rows for a test to start from, written straight into the tables if the product has no way to make them yet."""

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


async def make_person(session: AsyncSession, mail: str, name: str, title: str, *, coordinator: bool = False) -> Person:
    """Add a person with a mail address."""
    person = Person(mail=mail, name=name, title=title, coordinator=coordinator)
    session.add(person)
    await session.flush()
    return person


async def make_units(session: AsyncSession, leader: Person) -> Unit:
    """Add a region, hospital and department. `leader` leads the department, which is returned."""
    parent = None
    for kind, name in (
        (UnitKind.REGION, "Region Nord"),
        (UnitKind.HOSPITAL, "Hospitalet"),
        (UnitKind.DEPARTMENT, "Afdeling A"),
    ):
        unit = Unit(parent_id=parent, kind=kind, name=name)
        session.add(unit)
        await session.flush()
        parent = unit.id
    unit.leader_id = leader.id
    await session.flush()
    return unit


async def make_board(session: AsyncSession, unit: Unit, name: str = "Afdelingens Peerboard") -> Board:
    """Add a unit's board with an empty log."""
    board = Board(unit_id=unit.id or 0, name=name, format=Format.PEERBOARD)
    session.add(board)
    await session.flush()
    return board


async def make_staff_seat(session: AsyncSession, board: Board, person: Person, role: Role) -> Seat:
    """Add a staff seat on a board, with its event."""
    seat = Seat(
        public_id=new_public_id(),
        board_id=board.id or 0,
        person_id=person.id,
        role=role,
        name=person.name,
        joined_at=clock.now(),
    )
    session.add(seat)
    await session.flush()
    board.seq += 1
    told = {"seat_id": seat.id}
    session.add(Event(board_id=board.id or 0, seq=board.seq, kind="SeatJoined", at=clock.now(), data=told))
    await session.flush()
    return seat


async def make_meeting(
    session: AsyncSession, board: Board, title: str = "Møde i peerboardet", **rules: object
) -> Meeting:
    """Add a meeting that is open for joining, by default in the phase `propose`. One that has ended is settled. Its
    format is the board's, or the first that has the phase."""
    rules.setdefault("settled_at", rules.get("ended_at"))
    phase = rules.get("phase", Phase.PROPOSE)
    rules.setdefault("format", next(each for each in (board.format, *Format) if phase in FORMATS[each].phases))
    meeting = Meeting(
        public_id=new_public_id(),
        board_id=board.id or 0,
        title=title,
        starts_at=clock.now(),
        code=new_code(JOIN_LENGTH),
        join_token=new_token(),
        screen_token=new_token(),
        **rules,  # type: ignore[arg-type]
    )
    session.add(meeting)
    await session.flush()
    return meeting
