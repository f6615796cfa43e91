"""The other wordings of an idea that others were merged into, and the idea that a merged one is part of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room

AUTHORS = text("""
WITH RECURSIVE under AS (
    SELECT id, merged_into_id AS root FROM idea WHERE merged_into_id = ANY(:roots) AND status = 'merged'
    UNION SELECT idea.id, under.root FROM idea JOIN under ON idea.merged_into_id = under.id WHERE idea.status = 'merged'
) SELECT under.root, idea.seat_id FROM under JOIN idea ON idea.id = under.id
WHERE idea.seat_id IS NOT NULL AND NOT idea.on_paper
""")
OVER = text("""
WITH RECURSIVE over AS (
    SELECT id AS start, merged_into_id AS id FROM idea WHERE id = ANY(:merged) AND status = 'merged'
    UNION SELECT over.start, idea.merged_into_id FROM over JOIN idea ON idea.id = over.id WHERE idea.status = 'merged'
) SELECT over.start, idea.id FROM over JOIN idea ON idea.id = over.id WHERE idea.status <> 'merged'
""")


@built_once
def _under() -> Any:
    query = text("""
WITH RECURSIVE under AS (
    SELECT id, merged_into_id AS root FROM idea WHERE merged_into_id = ANY(:roots) AND status = 'merged'
    UNION SELECT idea.id, under.root FROM idea JOIN under ON idea.merged_into_id = under.id WHERE idea.status = 'merged'
) SELECT under.root, idea.public_id, idea.number, idea.title, idea.text
FROM under JOIN idea ON idea.id = under.id WHERE idea.hidden_at IS NULL ORDER BY idea.number
""")
    return query.columns(*map(column, ("root", "public_id", "number", "title", "text")))


@dataclass(frozen=True)
class Wording:
    """The text of an idea that was merged into another, in its proposer's own words."""

    public_id: str
    number: int | None
    title: str
    text: str


Wordings = Mapping[int | None, tuple[Wording, ...]]
"""Idea id → the wordings that were merged into it, directly or through others, by number."""


async def load_wordings(session: AsyncSession, ideas: Iterable[int | None]) -> Wordings:
    """The other wordings of the ideas. Ideas that nothing was merged into are left out, and so are hidden wordings. One
    query."""
    found: dict[int | None, list[Wording]] = defaultdict(list)
    for root, *words in (await session.execute(_under(), {"roots": list(ideas)})).all():
        found[root].append(Wording(*words))
    return {root: tuple(wordings) for root, wordings in found.items()}


async def load_also(session: AsyncSession, room: Room) -> Wordings:
    """The same for all ideas that the room can see."""
    return await load_wordings(session, [idea.id for idea in room.ideas])


async def load_authors(session: AsyncSession, ideas: Iterable[int | None]) -> list[tuple[int, int]]:
    """(idea id, seat id) for each idea of a member that was merged into one of these ideas. One query."""
    return [(root, seat) for root, seat in (await session.execute(AUTHORS, {"roots": list(ideas)})).all()]


async def load_survivors(session: AsyncSession, merged: Iterable[int | None]) -> Mapping[int | None, Idea]:
    """Merged idea id → the idea that it is part of now, unless that is hidden. Two queries, none without merged
    ideas."""
    if not (wanted := list(merged)):
        return {}
    pairs = {row[0]: row[1] for row in (await session.execute(OVER, {"merged": wanted})).all()}
    visible = select(Idea).where(col(Idea.id).in_(set(pairs.values())), col(Idea.hidden_at).is_(None))
    by_id = {idea.id: idea for idea in (await session.execute(visible)).scalars()}
    return {start: by_id[root] for start, root in pairs.items() if root in by_id}
