"""Looking up a case: for whoever leads the body that asked, and for the staff of the board that was asked. For anybody
else it does not exist."""

from dataclasses import dataclass

from sqlmodel import col, select
from starlette.requests import Request

from schemas.board import Board
from schemas.consultation import Consultation
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import NotAllowed, NotFound
from server.web.guards import at_board


@dataclass
class AtConsultation:
    """A case with its board. `seat`: the visitor's on that board, if they are its staff; `asks`: they lead the body."""

    visitor: Visitor
    person: Person
    case: Consultation
    board: Board
    seat: Seat | None
    asks: bool

    @property
    def runs(self) -> bool:
        """Whether they coordinate the board."""
        return self.seat is not None and self.seat.role is Role.COORDINATOR


async def at_consultation(request: Request) -> AtConsultation:
    """The visitor at the case that the path names. Raises NotFound."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        raise NotFound
    query = select(Consultation, Board, Unit).join(Board, col(Board.id) == Consultation.board_id)
    query = query.outerjoin(Unit, col(Unit.id) == Consultation.unit_id)
    query = query.where(Consultation.public_id == request.path_params["consultation"])
    async with runtime_of(request).database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    case, board, unit = row[0], row[1], row[2]
    asks = unit is not None and visitor.person.id in (unit.leader_id, unit.deputy_id)
    seat = await _staff_seat(request, board)
    if seat is None and not asks:
        raise NotFound
    return AtConsultation(visitor, visitor.person, case, board, seat, asks)


async def at_consultation_as_coordinator(request: Request) -> tuple[AtConsultation, Seat]:
    """The coordinator of the board that was asked, and their seat. Raises NotAllowed for the others who may see it."""
    here = await at_consultation(request)
    if here.seat is None or not here.runs:
        raise NotAllowed
    return here, here.seat


async def at_consultation_to_change(request: Request) -> AtConsultation:
    """Whoever leads the body that asked, or coordinates the board. Raises NotAllowed for other staff."""
    here = await at_consultation(request)
    if not (here.asks or here.runs):
        raise NotAllowed
    return here


async def _staff_seat(request: Request, board: Board) -> Seat | None:
    try:
        here = await at_board(request, board.public_id)
    except NotFound:
        return None
    return here.seat if here.seat.staff else None
