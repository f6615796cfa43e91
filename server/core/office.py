"""What staff may see by virtue of their office: a leader, for as long as they lead, the boards of their units and all
units below; a coordinator, the boards on which they have a seat. While a leader is away, their deputy leads too."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, literal_column, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core.prepared import built_once
from server.core.unit_walk import above, below

ITS = above("above", "unit JOIN board AS its ON its.unit_id = unit.id WHERE its.id = {board}")
LEADS = """EXISTS (
    WITH RECURSIVE ITS SELECT 1 FROM above WHERE {person} IN (above.leader_id, above.deputy_id)
)""".replace("ITS", ITS)
"""Whether a person leads the unit of a board, or one above it. `{board}` and `{person}` are expressions for their ids.
"""
LED = below("led", "unit WHERE unit.leader_id = {person} OR unit.deputy_id = {person}")
"""A term of `WITH RECURSIVE`: the units that a person leads, and all units below them."""
ANSWERS_FOR = "(SELECT {person} UNION SELECT unit.leader_id FROM unit WHERE unit.deputy_id = {person})"
"""Whose ideas a person answers now: their own, and while they are a deputy those of the leader who is away. Only on
boards that they lead."""
AWAITED = """EXISTS (
    WITH RECURSIVE ITS SELECT 1 FROM above JOIN unit AS led ON led.id = above.id
    WHERE led.leader_id = {person} AND led.called_id = {person}
)""".replace("ITS", ITS)
"""Whether they were named there by their mail address, and have not come yet."""
IN_OFFICE = f"(seat.role <> 'leader' OR seat.person_id IS NULL OR {LEADS})".format(
    board="seat.board_id", person="seat.person_id"
)
"""Whether a `seat` still gives access: a leader's does so only while they are in office."""


def in_office() -> Any:
    """The same, as a condition for a query that selects from `seat`."""
    return text(IN_OFFICE)


@dataclass(frozen=True)
class ByRight:
    """`seat`: the one that a person may use on a board now, if they have one. `leads`: they have none, and are to be
    given a leader's. `awaited`: they were named here by their mail address, and this is their first visit."""

    seat: Seat | None = None
    leads: bool = False
    awaited: bool = False


@built_once
def _by_right() -> Any:
    its = and_(col(Seat.person_id) == Person.id, col(Seat.board_id) == Board.id)
    leads, awaited = (
        literal_column(f"({each.format(board='board.id', person='person.id')})", Boolean) for each in (LEADS, AWAITED)
    )
    query: Any = select(Seat, leads, awaited).select_from(Person).join(Board, col(Board.id) == bindparam("board"))
    return query.outerjoin(Seat, its).where(col(Person.id) == bindparam("person"))


async def seat_by_right(session: AsyncSession, person: Person, board: Board) -> ByRight:
    """By what right a person may be on a board. A removed seat stays removed, whatever they lead. One query."""
    row: Any = (await session.execute(_by_right(), {"person": person.id, "board": board.id})).one()
    seat: Seat | None = row[0]
    if seat is None:
        return ByRight(None, bool(row[1]), bool(row[2]))
    mine = seat.removed_at is None and (row[1] or seat.role is not Role.LEADER)
    return ByRight(seat, awaited=bool(row[2]) or seat.called_title is not None) if mine else ByRight()


async def staff_standing(session: AsyncSession, person: Person, board: Board) -> Role | None:
    """The role that a person's account gives them on a board; None if they have nothing to do with it."""
    held = await seat_by_right(session, person, board)
    return held.seat.role if held.seat is not None else Role.LEADER if held.leads else None
