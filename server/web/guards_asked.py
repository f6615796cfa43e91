"""Who may go where, of what another body was asked: whoever leads it has no seat on the board that asks. As with the
other look-ups (guards.py), to everybody else it does not exist."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import col, select
from starlette.requests import Request

from schemas.board import Board
from schemas.codes import is_public_id
from schemas.idea import Idea
from schemas.person import Person
from schemas.referral import Referral
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import NotFound
from server.core.office import seat_by_right


@dataclass
class AtReferral:
    """At an idea that a body was asked about, as whoever leads that body: they see nothing else of the board.
    Or, with a `seat`, as a coordinator of the board, who may write down what the body said."""

    visitor: Visitor
    person: Person
    referral: Referral
    idea: Idea
    board: Board
    seat: Seat | None = None


async def at_referral(request: Request) -> AtReferral:
    """Whoever leads the unit that was asked, or is the deputy of its leader, by their account; or a coordinator of the
    board. To everybody else, leaders of other units and of the board's own among them, it does not exist."""
    visitor, public_id = await visitor_of(request), request.path_params["referral"]
    person = visitor.person
    if person is None or not is_public_id(public_id):
        raise NotFound
    led = or_(col(Unit.leader_id) == person.id, col(Unit.deputy_id) == person.id)
    query = select(Referral, Idea, Board, led).select_from(Referral)
    query = query.join(Idea, col(Idea.id) == Referral.idea_id).join(Board, col(Board.id) == Idea.board_id)
    query = query.outerjoin(Unit, col(Unit.id) == Referral.unit_id).where(Referral.public_id == public_id)
    query = query.where(col(Idea.hidden_at).is_(None), col(Idea.shown_at).is_not(None))
    async with runtime_of(request).database.begin() as session:
        row = (await session.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        referral, idea, board, leads = row
        seat = None if leads else (await seat_by_right(session, person, board)).seat
    if not leads and (seat is None or seat.role is not Role.COORDINATOR):
        raise NotFound
    return AtReferral(visitor, person, referral, idea, board, seat)


async def at_sent_referral(request: Request) -> AtReferral:
    """Staff of the board at a referral that it sent: a leader who sent it, or a coordinator."""
    visitor, public_id = await visitor_of(request), request.path_params["referral"]
    if visitor.person is None or not is_public_id(public_id):
        raise NotFound
    query = select(Referral, Idea, Board).select_from(Referral)
    query = query.join(Idea, col(Idea.id) == Referral.idea_id).join(Board, col(Board.id) == Idea.board_id)
    async with runtime_of(request).database.begin() as session:
        row = (await session.execute(query.where(Referral.public_id == public_id))).one_or_none()
        if row is None:
            raise NotFound
        referral, idea, board = row
        seat = (await seat_by_right(session, visitor.person, board)).seat
    if seat is None or not seat.staff:
        raise NotFound
    return AtReferral(visitor, visitor.person, referral, idea, board, seat)
