"""What staff are called. Somebody who was named by their address goes by the name that was typed for them until they
have been there themselves. So nobody can type an address and learn whether it has an account, or what somebody in
another organisation is called."""

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
"""An SQL expression: what a leader is called on the board of the query's idea. The first condition is a short cut: most
leaders have been everywhere they lead, and for them the walk through the units is skipped."""


@dataclass(frozen=True)
class Called:
    """Somebody with an account, with the name and title that they go by in one place."""

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
        """Read the columns as one Called, or None if the outer join found nobody."""

        def read(row: Row[Any]) -> Called | None:
            ident, mail, name, title = (each(row) for each in procs)
            return None if ident is None else Called(ident, mail, name, title)

        return read


def name_on_board(board: str, person: str = "person") -> str:
    """An SQL expression: what the account of the alias `person` is called on a board, whose id is the expression
    `board`."""
    return HERE.replace("idea.board_id", board).format(person=person, typed="called", own="name")


def name_at_idea(person: str = "person") -> Any:
    """A column for a query of ideas that joins a person under the alias `person`: what they are called on the idea's
    board."""
    return literal_column(HERE.format(person=person, typed="called", own="name"))


def called_at_idea(person: str = "person") -> Any:
    """The same with address and title, as one column that is read as a Called, or None if the query found nobody."""
    columns = (f"{person}.id", f"{person}.mail")
    title: Any = literal_column(HERE.format(person=person, typed="called_title", own="title"))
    every = (*map(literal_column, columns), name_at_idea(person), title)
    return _Called(person, *(column.label(f"{person}_{n}") for n, column in enumerate(every)))


def leading(unit: Unit, leader: Person) -> Called:
    """What a unit's leader is called there."""
    named = unit.called_id == leader.id
    name, title = (unit.called, unit.called_title) if named else (leader.name, leader.title)
    return Called(leader.id, leader.mail, name, title)


def seated_as(seat: Seat, person: Person) -> Called:
    """What a member of staff is called on the board where they have this seat."""
    named = seat.called_title is not None
    name, title = (seat.name, seat.called_title or "") if named else (person.name, person.title)
    return Called(person.id, person.mail, name, title)
