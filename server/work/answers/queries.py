"""What awaits an answer from one member of staff: their inbox."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, and_, func, literal_column, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.answer import Owner, Step
from schemas.board import Board
from schemas.flow import By, Status, by_form
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.moment import Moment, MomentKind
from schemas.person import Person
from schemas.promises import Promised, broken
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.days import days_since
from server.core.office import ANSWERS_FOR
from server.ideas.moments.queries import Happened
from server.organisation.people.called import Called, called_at_idea
from server.organisation.people.queries import BELOW
from server.organisation.units.ladder import ladders
from server.work.answers.standing import may_answer, shut_out


@dataclass
class Waiting:
    """An idea that awaits an answer. `leader` is None when whoever it was sent to is gone."""

    idea: Idea
    board: Board
    meeting: Meeting
    leader: Called | None
    days: int
    late: bool
    mine: bool
    """Whether it was sent to the reader."""
    choices: list[Status] = field(default_factory=list)
    """The answers the reader may give; empty for a coordinator, who can only follow it."""
    carrier: str = ""
    """The name of whoever carried it from the meeting."""
    step: Step | None = None
    happened: list[Happened] = field(default_factory=list)
    """What happened while it waited: it was escalated, or its proposer asked for attention."""


LETTERS_MOST = 100
MINE = f"coalesce(idea.leader_id IN {ANSWERS_FOR}, false)"
"""Whoever leads a region may have thousands of ideas below them, and the page is fetched again every 15 seconds."""
WHILE_WAITING = (MomentKind.ESCALATED, MomentKind.NOBODY_ABOVE, MomentKind.ATTENTION)


@dataclass
class Inbox:
    """What awaits an answer: the reader's own first, then the others', each by the date promised."""

    letters: list[Waiting]
    count: int
    """How many there are in all. At most LETTERS_MOST are listed."""

    @property
    def rest(self) -> int:
        """How many are not listed."""
        return self.count - len(self.letters)


async def load_inbox(session: AsyncSession, person: Person) -> Inbox:
    """What awaits an answer from `person`, from leaders below them, and on boards they coordinate. A board that took
    their seat away is left out."""
    below = list((await session.execute(text(BELOW), {"person": person.id})).scalars())
    runs = select(Seat.board_id).where(
        Seat.person_id == person.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None)
    )
    mine: Any = literal_column(MINE.format(person=int(person.id or 0)), Boolean)
    columns: Any = (Idea, Board, Meeting, called_at_idea(), mine, func.count().over())
    query = (
        select(*columns)
        .join(Board, col(Board.id) == Idea.board_id)
        .join(Meeting, col(Meeting.id) == Idea.meeting_id)
        .outerjoin(Person, col(Person.id) == Idea.leader_id)
        .where(stands(awaits=True), col(Idea.hidden_at).is_(None))
        .where(or_(col(Board.unit_id).in_(below), col(Board.id).in_(runs)))  # a former leader sees nothing
        .where(col(Board.id).not_in(shut_out(person)), col(Board.closed_at).is_(None))
        .order_by(mine.desc(), col(Idea.answer_by), col(Idea.id))
        .limit(LETTERS_MOST)
    )
    rows = (await session.execute(query)).all()
    ladder_of = await ladders(session, {board.unit_id for _, board, *_ in rows})
    agreed = await _agreed(session, [idea.id for idea, *_ in rows])
    happened = await _happened(session, [idea.id for idea, *_ in rows])
    now = clock.now()
    found = []
    for idea, board, meeting, leader, theirs, _ in rows:
        ladder = ladder_of[board.unit_id]
        by = frozenset({By.LEADER}) if may_answer(ladder, idea, person.id) else frozenset[By]()
        found.append(
            Waiting(
                idea,
                board,
                meeting,
                leader,
                days=days_since(idea.status_at, now),
                late=broken(Promised(idea.status, idea.answer_by), now) is not None,
                mine=theirs,
                choices=by_form(idea.status, by, queues=meeting.form.queues),
                carrier=agreed[idea.id][0],
                step=agreed[idea.id][1],
                happened=list(happened[idea.id].values()),
            )
        )
    return Inbox(found, rows[0][-1] if rows else 0)


async def _agreed(session: AsyncSession, ideas: list[int]) -> dict[int, tuple[str, Step | None]]:
    """By idea: who carries it from the meeting and the first step agreed there, while that is open. One query."""
    query = (
        select(Idea.id, Owner.name, Step)
        .outerjoin(Owner, and_(col(Owner.idea_id) == Idea.id, col(Owner.carries)))
        .outerjoin(Agreement, col(Agreement.idea_id) == Idea.id)
        .outerjoin(Step, and_(col(Step.id) == Agreement.step_id, col(Step.done_at).is_(None)))
        .where(col(Idea.id).in_(ideas))
    )
    return {id_: (name or "", step) for id_, name, step in (await session.execute(query)).all()}


async def _happened(session: AsyncSession, ideas: list[int]) -> dict[int, dict[MomentKind, Happened]]:
    """By idea: the newest moment of each kind in WHILE_WAITING since it was sent. One query."""
    query = (
        select(Moment)
        .join(Idea, col(Idea.id) == Moment.idea_id)
        .where(col(Moment.idea_id).in_(ideas), col(Moment.kind).in_(WHILE_WAITING), Moment.at >= col(Idea.status_at))
        .order_by(col(Moment.id))
    )
    found: dict[int, dict[MomentKind, Happened]] = defaultdict(dict)
    for moment in (await session.execute(query)).scalars():
        found[moment.idea_id][moment.kind] = Happened(moment)
    return found
