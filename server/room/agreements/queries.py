"""What a meeting has agreed on for its chosen ideas, as the room, the desk and the summary show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.answer import Owner, Step
from schemas.disclosure import Detail
from schemas.idea import Idea
from schemas.person import Person
from schemas.referral import OPEN, Referral
from schemas.round import Round, Tally, newest_counted
from server.core import clock
from server.core.days import danish_day, working_day
from server.meeting.meetings.queries import Room
from server.organisation.people.called import Called, called_at_idea
from server.organisation.units.ladder import Ladder, ladders
from server.work.answers.standing import names, staff_of
from server.work.deadlines.dates import new_date

STEP_WITHIN = timedelta(days=14)
"""The time proposed for a first step."""


@dataclass
class Agreed:
    """A chosen idea and what was agreed on for it; `version` 0 means nothing yet."""

    idea: Idea
    version: int = 0
    owner: Owner | None = None
    """Who carries it to the leader."""
    step: Step | None = None
    leader: Called | None = None
    answer_by: date | None = None
    have: tuple[str, str] = ("", "")
    """Who the room thinks should have it, and share it; "" for nobody."""
    body: str = ""
    """The unit or other body that was asked in the leader's place, while they have not answered."""
    rank: int | None = None
    """Its place in the result that stands; None if no vote chose it, or its result may not be told."""

    @property
    def carrier(self) -> str:
        """Who carries it to the leader, as everybody reads it; empty while nobody does."""
        return self.owner.public_name if self.owner else ""

    @property
    def sent(self) -> bool:
        """Whether a leader has it, or it is further on."""
        return not self.idea.rule.unsent

    @property
    def settled(self) -> bool:
        """Whether the meeting is done with it."""
        return self.version > 0 or self.sent


def chosen(room: Room) -> list[Idea]:
    """The ideas of the meeting that the room chose or that were taken along, by number."""
    return [idea for idea in room.ideas if not idea.rule.written]


async def load_agreed(session: AsyncSession, ideas: Sequence[Idea]) -> list[Agreed]:
    """What was agreed on for each of `ideas`: in the room's order, those with the most dots first, then in the order
    given. One query."""
    asked: Any = aliased(Referral)
    theirs, meant = aliased(Person, name="theirs"), aliased(Person, name="meant")
    carries = and_(col(Owner.idea_id) == Idea.id, col(Owner.carries))
    got = and_(col(Tally.idea_id) == Idea.id, col(Tally.round_id) == newest_counted(Idea.meeting_id))
    query = (
        select(Idea.id, Agreement, Owner, Step)
        .add_columns(called_at_idea("theirs"), called_at_idea("meant"))
        .add_columns(asked.body)
        .add_columns(case((col(Round.detail) == Detail.EXACT, col(Tally.rank))))
        .outerjoin(Agreement, col(Agreement.idea_id) == Idea.id)
        .outerjoin(Owner, carries)
        .outerjoin(Step, col(Step.id) == Agreement.step_id)
        .outerjoin(theirs, col(theirs.id) == Idea.leader_id)
        .outerjoin(meant, col(meant.id) == Agreement.leader_id)
        .outerjoin(asked, and_(col(asked.idea_id) == Idea.id, col(asked.state).in_(OPEN)))
        .outerjoin(Tally, got)
        .outerjoin(Round, col(Round.id) == Tally.round_id)
        .where(col(Idea.id).in_([idea.id for idea in ideas]))
    )
    found = {row[0]: row[1:] for row in (await session.execute(query)).all()}
    agreed = [_agreed(idea, *found[idea.id]) for idea in ideas]
    return sorted(agreed, key=lambda item: (item.rank is None, item.rank))


def _agreed(
    idea: Idea,
    stored: Agreement | None,
    owner: Owner | None,
    step: Step | None,
    leader: Called | None,
    meant: Called | None,
    body: str | None,
    rank: int | None,
) -> Agreed:
    agreed = Agreed(idea, stored.version if stored else 0, owner, step, body=body or "", rank=rank)
    if stored is not None:
        agreed.have = stored.has, stored.has_too
    if agreed.sent:
        agreed.leader = None if body else leader
        agreed.answer_by = danish_day(idea.answer_by) if idea.answer_by else None
    elif stored is not None:
        agreed.leader, agreed.answer_by = meant, stored.answer_by
    return agreed


@dataclass
class Agreeing:
    """The phase "Aftal": the chosen ideas, the best first; the one in hand, which all screens show; and what the
    coordinator's form offers."""

    items: list[Agreed]
    others: list[Idea]
    """The ideas that can still be taken along."""
    now: Agreed | None
    ladder: Ladder
    known: list[str] = field(default_factory=list)
    step_by: date = date.min
    answer_by: date = date.min

    @property
    def settled(self) -> int:
        """How many of the chosen ideas are settled."""
        return sum(item.settled for item in self.items)

    @property
    def leaders(self) -> Ladder:
        """The leaders an idea may be sent to, the nearest first."""
        return [rung for rung in self.ladder if rung.mail]


async def load_agreeing(session: AsyncSession, room: Room) -> Agreeing:
    """What the phase shows. In hand is the idea that the coordinator took, else the first that is not settled. Three
    queries."""
    board = room.board
    items = await load_agreed(session, chosen(room))
    ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
    today = clock.now()
    put = [item for item in items if item.idea.id == room.meeting.focus_id and not item.sent]
    open_ = [item for item in items if not item.settled]
    return Agreeing(
        items,
        [idea for idea in room.ideas if idea.rule.written],
        next(iter(put + open_), None),
        ladder,
        names(ladder, (await staff_of(session, [board.id or 0]))[board.id or 0]),
        working_day(danish_day(today + STEP_WITHIN)),
        danish_day(new_date(today, board)),
    )
