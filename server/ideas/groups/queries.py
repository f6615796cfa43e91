"""Reading what the phase "Saml" shows: the groups with their ideas, the ideas in no group, and which ones are alike."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.group import IdeaGroup, Unlike
from schemas.idea import Idea
from server.ideas.groups.alike import Pair, alike
from server.ideas.groups.membership import is_before_the_room
from server.meeting.meetings.queries import Room
from server.web.pictures import Picture, group_pictures, pictures


@dataclass
class Grouping:
    """The room's ideas as they are grouped; `apart` are those in no group."""

    groups: list[tuple[IdeaGroup, list[Idea]]]
    apart: list[Idea]
    unlike: frozenset[tuple[int, int]]
    """Pairs of ids, smaller first, that a coordinator has marked as not the same."""

    @property
    def ideas(self) -> list[Idea]:
        """All ideas, by number."""
        inside = [idea for _, ideas in self.groups for idea in ideas]
        return sorted([*inside, *self.apart], key=lambda idea: idea.number or 0)

    @cached_property
    def seen_in(self) -> dict[int | None, str]:
        """Idea id → the public id of its group. Ideas in no group are left out."""
        return {idea.id: group.public_id for group, ideas in self.groups for idea in ideas}

    @cached_property
    def alike(self) -> list[Pair]:
        """The pairs that resemble each other, best first. Computed on demand, since only the desk asks for it."""
        return alike(self.ideas, self.unlike)

    @property
    def pictures(self) -> list[Picture]:
        """What the projector shows: the groups, and last the ideas in none."""
        if not self.groups:
            return pictures(self.apart)
        return group_pictures([*((group.name, ideas) for group, ideas in self.groups), (None, self.apart)])


async def load_grouping(session: AsyncSession, room: Room) -> Grouping:
    """The groups of a meeting, oldest first. A group with only one visible idea is not a group. Two queries."""
    shown = [idea for idea in room.ideas if is_before_the_room(idea)]
    query = select(IdeaGroup).where(IdeaGroup.meeting_id == room.meeting.id).order_by(col(IdeaGroup.id))
    groups = list((await session.execute(query)).scalars())
    pairs = select(Unlike.idea_id, Unlike.other_id).join(Idea, col(Idea.id) == Unlike.idea_id)
    unlike = (await session.execute(pairs.where(Idea.meeting_id == room.meeting.id))).all()
    inside: dict[int | None, list[Idea]] = defaultdict(list)
    for idea in shown:
        inside[idea.group_id].append(idea)
    seen = [(group, inside[group.id]) for group in groups if len(inside[group.id]) > 1]
    grouped = {idea.id for _, ideas in seen for idea in ideas}
    apart = [idea for idea in shown if idea.id not in grouped]
    return Grouping(seen, apart, frozenset((one, other) for one, other in unlike))
