"""What staff are called. Somebody who was named by their address is called what was typed of them until they have been
there themselves: from an address nobody learns who has an account, or what people of other organisations are called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, literal_column
from sqlalchemy.orm import Bundle

from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.office import ITS

HERE = """CASE WHEN EXISTS (SELECT FROM unit WHERE unit.called_id = {person}.id AND unit.leader_id = {person}.id)
THEN COALESCE((
    WITH RECURSIVE ITS SELECT led.{typed} FROM above JOIN unit AS led ON led.id = above.id
    WHERE led.leader_id = {person}.id AND led.called_id = {person}.id LIMIT 1
), {person}.{own}) ELSE {person}.{own} END""".replace("ITS", ITS.format(board="idea.board_id"))
"""What a leader of the board of a query's idea is called there. Most have been everywhere that they lead, which is
looked up first."""


@dataclass(frozen=True)
class Called:
    """Somebody with an account, by the name and title that they have at one place."""

    id: int
    mail: str
    name: str
    title: str


class _Called(Bundle[Any]):
    def create_row_processor(
        self,
        query: Any,  # noqa: ARG002
        procs: Sequence[Callable[[Row[Any]], Any]],
        labels: Sequence[str],  # noqa: ARG002
    ) -> Callable[[Row[Any]], Any]:
        """Read as one who is called so; None where the query found nobody."""

        def read(row: Row[Any]) -> Called | None:
            ident, mail, name, title = (each(row) for each in procs)
            return None if ident is None else Called(ident, mail, name, title)

        return read


def name_at_idea(person: str = "person") -> Any:
    """A column of a query of ideas: what the person that it joins, by the alias `person`, is called on their board."""
    return literal_column(HERE.format(person=person, typed="called", own="name"))


def called_at_idea(person: str = "person") -> Any:
    """The same with the title; it is read as a Called, or None."""
    columns = (f"{person}.id", f"{person}.mail")
    title: Any = literal_column(HERE.format(person=person, typed="called_title", own="title"))
    every = (*map(literal_column, columns), name_at_idea(person), title)
    return _Called(person, *(column.label(f"{person}_{n}") for n, column in enumerate(every)))


def leading(unit: Unit, leader: Person) -> Called:
    """A unit's leader."""
    named = unit.called_id == leader.id
    name, title = (unit.called, unit.called_title) if named else (leader.name, leader.title)
    return Called(leader.id, leader.mail, name, title)


def seated_as(seat: Seat, person: Person) -> Called:
    """Staff on their seat."""
    named = seat.called_title is not None
    name, title = (seat.name, seat.called_title or "") if named else (person.name, person.title)
    return Called(person.id, person.mail, name, title)
