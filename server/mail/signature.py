"""Who a letter about a board is from, and how to reach them. A member is never among them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit


@dataclass(frozen=True)
class Signature:
    """A board, its unit, and the coordinator to write to, as they are called there; `name` and `mail` are empty where a
    board has none."""

    board: str
    unit: str
    name: str = ""
    mail: str = ""


Signed = tuple[Signature, ...]
"""What a letter is signed with: one for each board that it is about."""
UNSIGNED: Signed = ()
"""A letter that is about no board, such as a link to sign in."""


async def signature_of(session: AsyncSession, board_id: int) -> Signature:
    """The signature of a board: of its coordinators, whoever has been there longest. One query for each board in a
    transaction, however many letters."""
    known: dict[int, Signature] = session.info.setdefault("signatures", {})
    if board_id not in known:
        other = aliased(Seat)
        runs = select(func.min(other.id)).where(other.board_id == Board.id, other.role == Role.COORDINATOR)
        first = runs.where(col(other.removed_at).is_(None)).scalar_subquery()
        query: Any = select(Board.name, Unit.name, Seat.name, Person.mail).join(Unit, col(Unit.id) == Board.unit_id)
        query = query.outerjoin(Seat, and_(col(Seat.board_id) == Board.id, col(Seat.id) == first))
        query = query.outerjoin(Person, col(Person.id) == Seat.person_id)
        board, unit, name, mail = (await session.execute(query.where(Board.id == board_id))).one()
        known[board_id] = Signature(board, unit, name or "", mail or "")
    return known[board_id]
