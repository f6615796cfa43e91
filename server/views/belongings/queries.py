"""Everything that is kept of one person, read from the map: one statement for each kind of thing, however much there is
of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, BigInteger, BindParameter, Column, String, Table, bindparam, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary
from sqlmodel import col, select

from schemas.belonging import N_, Belonging, Kept, Kind, Whose
from schemas.belongings import KEPT
from schemas.board import Board
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.seat import Seat
from schemas.tables import metadata
from schemas.unit import Unit

BINDS: dict[str, Any] = {
    "seats": ARRAY(BigInteger),
    "person": BigInteger(),
    "addresses": ARRAY(String),
    "link": LargeBinary(),
    "stop": String(),
}
ABOUT: Mapping[str, str] = {
    "idea_id": N_("Idé"),
    "meeting_id": N_("Møde"),
    "board_id": N_("Peerboard"),
    "unit_id": N_("Enhed"),
}
"""What a row is about, by the column that names it."""
CARRIED = """{0}.seat_id IS NULL AND EXISTS (SELECT FROM owner WHERE owner.token_hash = :link
    AND owner.idea_id = {0}.idea_id AND owner.name = {0}.name)"""
BY_LINK: Mapping[str, Mapping[str, str]] = {
    "follow": {
        "follow": "follow.token_hash = :link",
        "mail": "mail.unsubscribe = :stop",
        "digest_line": "digest_line.unsubscribe = :stop",
    },
    "owner": {
        "owner": "owner.token_hash = :link",
        "status_change": CARRIED.format("status_change"),
        "moment": CARRIED.format("moment"),
    },
    "invitation": {"invitation": "invitation.token_hash = :link", "mail": "mail.unsubscribe = :stop"},
}
"""What a link in a letter shows: what that letter is about, and nothing else of the address. Letters are handed on."""


@dataclass(frozen=True)
class Subject:
    """Whose it is: a member by their seat; somebody with an account by that, all their seats and their address; whoever
    has the link to all mail of an address by that; and by another `link` (its hash) what BY_LINK says of its `way`."""

    seats: tuple[int, ...] = ()
    person: int | None = None
    addresses: tuple[str, ...] = ()
    way: str = ""
    link: bytes | None = None
    stop: str = ""

    def where(self, kept: Kept) -> str:
        """The SQL that finds their rows of one kind; "" if they can have none."""
        if self.way:
            return BY_LINK[self.way].get(kept.table, "") if Whose.ADDRESS in kept.whose else ""
        by = {Whose.SEAT: bool(self.seats), Whose.PERSON: self.person is not None, Whose.ADDRESS: bool(self.addresses)}
        return " OR ".join(f"({kept.whose[whose]})" for whose, has in by.items() if has and whose in kept.whose)

    def binds(self, where: str) -> list[BindParameter[Any]]:
        """The values that the SQL names."""
        values: dict[str, Any] = {"seats": list(self.seats), "person": self.person, "addresses": list(self.addresses)}
        values |= {"link": self.link, "stop": self.stop}
        return [bindparam(name, values[name], type_=kind) for name, kind in BINDS.items() if f":{name}" in where]


@dataclass
class Found:
    """The rows of one kind."""

    kept: Kept
    rows: list[dict[str, Any]] = field(default_factory=list)
    """By column; of a mark only whether it is there. What the row is about stands under the words of ABOUT."""

    @property
    def columns(self) -> list[Belonging]:
        """What is shown of a row, in order."""
        return [each for each in self.kept.columns if each.shown and each.kind is not Kind.MARK]

    @property
    def marks(self) -> list[Belonging]:
        """What is kept and not shown."""
        marks = [each for each in self.kept.columns if each.kind is Kind.MARK]
        return [each for each in marks if any(row[each.column] for row in self.rows)]


async def load_belongings(session: AsyncSession, subject: Subject) -> list[Found]:
    """All that is kept of somebody, in the order of the map. Kinds of which there is nothing are left out."""
    found = [Found(kept, await _rows(session, kept, subject)) for kept in KEPT if subject.where(kept)]
    return [each for each in found if each.rows]


async def _rows(session: AsyncSession, kept: Kept, subject: Subject) -> list[dict[str, Any]]:
    table, where = metadata.tables[kept.table], subject.where(kept)
    read: list[Any] = [_read(table, each) for each in kept.columns if each.shown]
    several = len(subject.seats) != 1 or subject.person is not None
    read += [_about(table.c[column], several=several) for column in ABOUT if column in table.c]
    query = select(*read).select_from(table).where(text(f"({where})").bindparams(*subject.binds(where)))
    answer = await session.execute(query.order_by(table.c[kept.order]))
    return [dict(row) for row in answer.mappings()]


def _read(table: Table, each: Belonging) -> Any:
    column = table.c[each.column]
    if each.kind is not Kind.MARK:
        return column
    said = column.is_not(None) if isinstance(column.type, LargeBinary) else func.coalesce(column, "") != ""
    return said.label(each.column)


def _about(column: Column[Any], *, several: bool) -> Any:
    """What a row is about. An idea's number is one of its board's: with `several` boards they are named."""
    named = col(Board.name) if several else None
    of_idea = select(func.concat_ws(" · ", col(Idea.number), named)).join(Board, col(Board.id) == Idea.board_id)
    shown = {
        "idea_id": of_idea.where(col(Idea.id) == column),
        "meeting_id": select(col(Meeting.title)).where(col(Meeting.id) == column),
        "board_id": select(col(Board.name)).where(col(Board.id) == column),
        "unit_id": select(col(Unit.name)).where(col(Unit.id) == column),
    }
    return shown[column.name].scalar_subquery().label(ABOUT[column.name])


async def subject_of(session: AsyncSession, person: Person) -> Subject:
    """Everything of an account: its seats on all boards, and what goes to its address, which signs them in."""
    seats = (await session.execute(select(Seat.id).where(Seat.person_id == person.id))).scalars().all()
    return Subject(tuple(seats), person.id, (person.mail,))
