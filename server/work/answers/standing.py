"""Who may answer an idea, and in which capacities staff may move it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from schemas.answer import Owner
from schemas.danish_order import in_danish_order
from schemas.flow import By
from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core.office import in_office
from server.organisation.people.called import Called, seated_as
from server.organisation.units.ladder import Ladder, height


class Led(Protocol):
    """An idea, or a card of one, that was sent to this leader or to none."""

    @property
    def leader_id(self) -> int | None: ...


def may_answer(ladder: Ladder, idea: Led, person_id: int | None) -> bool:
    """Whether a person is the leader the idea was sent to, or leads a unit above that leader's."""
    if person_id is None:
        return False
    return idea.leader_id == person_id or height(ladder, person_id) > height(ladder, idea.leader_id)


async def standing(session: AsyncSession, ladder: Ladder, seat: Seat, idea: Idea) -> frozenset[By]:
    """The capacities in which `seat` may move an idea. At most one query."""
    owns = select(Owner.id).where(Owner.idea_id == idea.id, Owner.person_id == seat.person_id)
    owns = owns.where(col(Owner.carries).is_(False))  # carrying an idea to a leader is not owning it
    is_owner = seat.person_id is not None and (await session.execute(owns)).first() is not None
    return stands_as(ladder, seat, idea, is_owner=is_owner)


def stands_as(ladder: Ladder, seat: Seat, idea: Led, *, is_owner: bool) -> frozenset[By]:
    """The same when the caller already knows whether they own it. No query."""
    as_whom = {
        By.COORDINATOR: seat.role is Role.COORDINATOR,
        By.LEADER: may_answer(ladder, idea, seat.person_id),
        By.OWNER: is_owner,
    }
    return frozenset(by for by, so in as_whom.items() if so)


def shut_out(person: Person) -> SelectOfScalar[int]:
    """A query for the boards that took a person's seat away: they see nothing there, whatever they lead."""
    return select(Seat.board_id).where(Seat.person_id == person.id, col(Seat.removed_at).is_not(None))


async def staff_of(session: AsyncSession, boards: Iterable[int]) -> dict[int, list[Called]]:
    """The account holders seated on each board, in Danish order of name. One query."""
    query = select(Seat, Person).join(Person, col(Person.id) == Seat.person_id)
    query = query.where(col(Seat.board_id).in_(list(boards)), col(Seat.removed_at).is_(None), in_office())
    found: dict[int, list[Called]] = defaultdict(list)
    for seat, person in (await session.execute(query)).all():
        found[seat.board_id].append(seated_as(seat, person))
    for people in found.values():
        people.sort(key=lambda person: (in_danish_order(person.name), person.id))
    return found


def names(ladder: Ladder, staff: Iterable[Called]) -> list[str]:
    """The names to offer for an owner, each once, in Danish order."""
    return sorted({rung.name for rung in ladder if rung.name} | {person.name for person in staff}, key=in_danish_order)
