"""Who may answer an idea, in which capacities staff may move it, and what their form offers to choose from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from schemas.answer import Owner
from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.flow import FLOW, By, Status, by_form, choices
from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.days import danish_day
from server.core.office import in_office
from server.organisation.people.called import Called, seated_as
from server.organisation.units.ladder import Ladder, height, ladders, standing_at
from server.organisation.units.named import unit_names
from server.work.deadlines.dates import new_date


class Led(Protocol):
    """An idea, or a card of one, that was sent to this leader or to none."""

    @property
    def leader_id(self) -> int | None: ...


def may_answer(ladder: Ladder, idea: Led, person_id: int | None) -> bool:
    """Whether a person is the leader the idea was sent to or that leader's deputy, or leads a unit above theirs."""
    if person_id is None:
        return False
    deputises = any(rung.in_place_of_leader(person_id) and rung.leader_id == idea.leader_id for rung in ladder)
    return idea.leader_id == person_id or deputises or standing_at(ladder, person_id) > height(ladder, idea.leader_id)


@dataclass(frozen=True)
class Office:
    """By what office somebody answers: the unit's name, and the leader in whose place they do, "" for their own."""

    level: str
    behalf: str


def office_of(ladder: Ladder, person_id: int | None) -> Office:
    """The office by which a person answers now."""
    rung = ladder[max(standing_at(ladder, person_id), 0)]
    return Office(rung.unit, (rung.name or "") if rung.in_place_of_leader(person_id) else "")


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


@dataclass
class Acts:
    """What one member of staff may do with an idea now, and the names their form offers."""

    idea: Idea
    choices: list[Status]
    """The statuses they may set by the common form."""
    sends_on: bool
    """Whether they may ask another body about it."""
    by: frozenset[By]
    """The capacities in which they may move it."""
    leads: bool
    """Whether the idea is theirs to answer or carry out. A coordinator only helps it along."""
    ladder: Ladder
    known: list[str]
    units: list[str]
    answer_by: date
    """The date proposed to answer by."""


async def load_acts(session: AsyncSession, board: Board, seat: Seat, idea: Idea) -> Acts | None:
    """What `seat` may do with an idea. None for members, at no cost, and for an idea not shown yet or hidden."""
    if not seat.staff or idea.shown_at is None or idea.hidden_at is not None:
        return None
    ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
    by = await standing(session, ladder, seat, idea)
    return Acts(
        idea,
        by_form(idea.status, by, queues=board.form.queues),
        any(FLOW[status].away for status in choices(idea.status, by)),
        by,
        bool(by & {By.LEADER, By.OWNER}),
        ladder,
        names(ladder, (await staff_of(session, [board.id]))[board.id]),
        await unit_names(session, board.unit_id),
        danish_day(new_date(clock.now(), board)),
    )
