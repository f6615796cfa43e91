"""Looking up a case: for whoever leads the body that asked, and for those with a seat on the board that was asked. For
anybody else it does not exist."""

from dataclasses import dataclass

from sqlmodel import col, select
from starlette.requests import Request

from schemas.board import Board
from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.access import Visitor, look_up, runtime_of, visitor_of
from server.core.errors import NotAllowed, NotFound
from server.web.guards import AtMeeting, at_board, at_meeting


@dataclass
class AtConsultation:
    """A case with its board. `seat`: the visitor's on that board, if they have one; `asks`: they lead the body."""

    visitor: Visitor
    person: Person | None
    case: Consultation
    board: Board
    seat: Seat | None
    asks: bool

    @property
    def runs(self) -> bool:
        """Whether they coordinate the board."""
        return self.seat is not None and self.seat.role is Role.COORDINATOR

    @property
    def hears(self) -> bool:
        """Whether they read what the board's members say about it: the body that asks reads only the answer."""
        return self.seat is not None and (self.runs or not self.asks)


@dataclass
class AtCase(AtMeeting):
    """At a case that was put to the board; `meeting` is one at which it may be talked about."""

    case: Consultation


@dataclass
class AtCaseComment(AtCase):
    """At a comment on a case; `meeting` is the one in which it was written."""

    comment: Comment


async def at_consultation(request: Request, public_id: str | None = None) -> AtConsultation:
    """The visitor at the case that the path names, unless a public id is passed. Raises NotFound."""
    visitor = await visitor_of(request)
    query = select(Consultation, Board, Unit).join(Board, col(Board.id) == Consultation.board_id)
    query = query.outerjoin(Unit, col(Unit.id) == Consultation.unit_id)
    query = query.where(Consultation.public_id == (public_id or request.path_params["consultation"]))
    async with runtime_of(request).database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    case, board, unit = row[0], row[1], row[2]
    asks = unit is not None and visitor.person is not None and visitor.person.id in (unit.leader_id, unit.deputy_id)
    seat = await _seat(request, board)
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
    """Whoever leads the body that asked, or coordinates the board. Raises NotAllowed for others with a seat on it."""
    here = await at_consultation(request)
    if not (here.asks or here.runs):
        raise NotAllowed
    return here


async def at_case(request: Request) -> AtCase:
    """The visitor at a meeting of a board, and at a case of the same board."""
    here = await at_meeting(request)
    which = (Consultation.public_id == request.path_params["consultation"], Consultation.board_id == here.board.id)
    async with runtime_of(request).database.begin() as session:
        found = (await session.execute(select(Consultation).where(*which))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return AtCase(**vars(here), case=found)


async def at_case_comment(request: Request) -> AtCaseComment:
    """The coordinator at a comment on a case."""
    comment, here = await look_up(request, Comment, request.path_params["comment"])
    if here.seat.role is not Role.COORDINATOR or comment.consultation_id is None:
        raise NotFound
    async with runtime_of(request).database.begin() as session:
        case = await session.get_one(Consultation, comment.consultation_id)
        meeting = await session.get_one(Meeting, comment.meeting_id)
    return AtCaseComment(**vars(here), meeting=meeting, case=case, comment=comment)


async def _seat(request: Request, board: Board) -> Seat | None:
    try:
        return (await at_board(request, board.public_id)).seat
    except NotFound:
        return None
