"""What is being done about a board's ideas: owners, steps, dates, and the latest news. Four queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner, StatusChange, Step, public_name
from schemas.flow import Status
from schemas.idea import Idea, stands
from schemas.moment import Moment
from schemas.promises import next_step, promising
from schemas.stages import Promise
from server.views.progress.card import Card


class Taken(NamedTuple):
    """A step, as much of it as a card needs."""

    day: date
    id: int
    text: str
    person: str
    """As everybody reads it."""
    done_at: datetime | None


@dataclass
class Work:
    """The work on a board's ideas, each field by idea. `people` are the account ids of the owners, needed to tell who
    may move the idea."""

    owners: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    steps: dict[int, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    until: dict[int, date] = field(default_factory=dict)
    news: dict[int, datetime] = field(default_factory=dict)
    felt: set[int] = field(default_factory=set)
    """The ideas that the board has ever confirmed."""

    def fill(self, card: Card) -> None:
        """Fill in what a card says of the work on its idea."""
        steps = self.steps.get(card.id, [])
        card.people = frozenset(self.people.get(card.id, ()))
        card.owners = tuple(self.owners.get(card.id, ()))
        card.steps, card.done = len(steps), sum(step.done_at is not None for step in steps)
        card.until = self.until.get(card.id)
        card.felt = card.id in self.felt
        if Promise.STEP in card.rule.promises and (step := next_step(steps)):
            card.step, card.person, card.step_day = step.text, step.person, step.day


async def load_work(session: AsyncSession, board_id: int) -> Work:
    """The work on all ideas of a board. Four queries."""
    work = Work()
    here = select(Idea.id).where(Idea.board_id == board_id)
    owners: Any = select(Owner.idea_id, Owner.name, Owner.named, Owner.person_id)
    owners = owners.where(col(Owner.idea_id).in_(here), col(Owner.carries).is_(False)).order_by(col(Owner.id))
    for idea_id, name, named, person_id in (await session.execute(owners)).all():
        work.owners[idea_id].append(public_name(name, named=named or person_id is not None))
        if person_id is not None:
            work.people[idea_id].add(person_id)
    fields: Any = (Step.idea_id, Step.day, Step.id, Step.text, Step.person, Step.done_at, Step.named)
    steps = select(*fields).where(col(Step.idea_id).in_(here)).order_by(col(Step.id))
    for idea_id, day, id_, text, person, done_at, named in (await session.execute(steps)).all():
        work.steps[idea_id].append(Taken(day, id_, text, public_name(person, named=named), done_at))
    columns: Any = (StatusChange.idea_id, StatusChange.status, StatusChange.day)
    lines = select(*columns).join(Idea, col(Idea.id) == StatusChange.idea_id)
    watched = stands(dated=True) & (col(Idea.status) == StatusChange.status) & col(StatusChange.day).is_not(None)
    lines = lines.where(Idea.board_id == board_id, or_(watched, col(StatusChange.status) == Status.CONFIRMED))
    for idea_id, status, day in (await session.execute(lines.order_by(col(StatusChange.id)))).all():
        if status is Status.CONFIRMED:
            work.felt.add(idea_id)
        else:
            work.until[idea_id] = day
    await _moments(session, board_id, work)
    return work


async def _moments(session: AsyncSession, board_id: int, work: Work) -> None:
    """Fill in the time of the latest moment of each idea that must not stand still."""
    query = select(Moment.idea_id, func.max(Moment.at)).join(Idea, col(Idea.id) == Moment.idea_id)
    query = query.where(Idea.board_id == board_id, col(Idea.status).in_(promising(Promise.STALE))).group_by(
        col(Moment.idea_id)
    )
    for idea_id, at in (await session.execute(query)).all():
        work.news[idea_id] = at
