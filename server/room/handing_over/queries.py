"""What a meeting hands over: the ideas it chose, the best first, and all the others as the room grouped them."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.flow import statuses_that
from schemas.group import IdeaGroup
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.unit import Unit
from server.meeting.meetings.queries import Room
from server.room.agreements.queries import Agreed, chosen, load_agreed
from server.room.votes.results import Result


@dataclass
class HandingOver:
    """The ideas that the room has seen. `results` holds what may be told of the vote, by idea."""

    meeting: Meeting
    board: Board
    unit: Unit
    items: list[Agreed]
    groups: list[tuple[str, list[Idea]]]
    """Those with more than one idea, by name; the group of the best idea first."""
    apart: list[Idea]
    results: dict[int, Result] = field(default_factory=dict)
    voters: int | None = None
    answers: dict[int, StatusChange] = field(default_factory=dict)
    """The newest answer to each idea."""

    @property
    def unsent(self) -> list[Idea]:
        """The chosen ideas that nobody was asked about."""
        return [item.idea for item in self.items if not item.sent]

    @property
    def answered(self) -> int:
        """How many of the chosen ideas have an answer."""
        return sum(item.idea.id in self.answers for item in self.items)

    @property
    def ideas(self) -> list[Idea]:
        """All ideas in the document."""
        return [idea for _, ideas in (*self.groups, ("", self.apart)) for idea in ideas]

    @property
    def bodies(self) -> list[str]:
        """Who was asked, each once."""
        return list(dict.fromkeys(item.body for item in self.items if item.body))

    @property
    def answer_by(self) -> date | None:
        """The latest day by which they answer."""
        return max((item.answer_by for item in self.items if item.body and item.answer_by), default=None)

    def group_of(self, idea: Idea) -> str:
        """The name of its group; empty if it has none."""
        return next((name for name, ideas in self.groups if idea in ideas), "")


async def load_handing_over(session: AsyncSession, room: Room) -> HandingOver:
    """What a room hands over. Six queries, however many ideas."""
    await room.need(session, ("ideas", "vote"))
    vote = room["vote"]
    results = {line.idea.id: line for line in vote.results}

    def best_first(idea: Idea) -> tuple[int, int]:
        return results[idea.id].rank if idea.id in results else len(room.ideas), idea.number or 0

    ideas = sorted(room.ideas, key=best_first)
    names = select(IdeaGroup.id, IdeaGroup.name).where(IdeaGroup.meeting_id == room.meeting.id)
    inside: dict[int | None, list[Idea]] = {}
    for idea in ideas:
        inside.setdefault(idea.group_id, []).append(idea)
    named = dict((await session.execute(names)).all())
    groups = [(named[key], found) for key, found in inside.items() if key in named and len(found) > 1]
    grouped = {idea.id for _, found in groups for idea in found}
    return HandingOver(
        *(room.meeting, room.board, await session.get_one(Unit, room.board.unit_id)),
        await load_agreed(session, chosen(room)),
        groups,
        [idea for idea in ideas if idea.id not in grouped],
        results,
        vote.told.voters if vote.told else None,
        await _answers(session, ideas),
    )


async def _answers(session: AsyncSession, ideas: list[Idea]) -> dict[int, StatusChange]:
    query = select(StatusChange).where(col(StatusChange.idea_id).in_([idea.id for idea in ideas]))
    query = query.where(col(StatusChange.status).in_(statuses_that(answer=True))).order_by(col(StatusChange.id))
    return {line.idea_id: line for line in (await session.execute(query)).scalars()}
