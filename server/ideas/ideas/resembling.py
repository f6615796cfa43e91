"""A hint if what I wrote resembles something I wrote before. Only my own ideas are compared, since I must not learn
about those of others before they are shown."""

from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import bindparam
from sqlmodel import select

from schemas.idea import Idea, stands
from server.core.database import Database
from server.core.prepared import built_once

ALIKE = 85
"""The least `token_set_ratio` for a hint, from 0 to 100. It ignores the order of words."""


@built_once
def _others() -> Any:
    mine = (Idea.meeting_id == bindparam("meeting"), Idea.seat_id == bindparam("seat"), Idea.id != bindparam("idea"))
    return select(Idea).where(*mine, stands(taken_back=False))


async def resembling(database: Database, idea: Idea) -> Idea | None:
    """The idea by the same proposer in the same meeting that resembles `idea` most; None if none reaches ALIKE."""
    known = {"meeting": idea.meeting_id, "seat": idea.seat_id, "idea": idea.id}
    async with database.snapshot() as session:
        others = (await session.execute(_others(), known)).scalars().all()
    words = f"{idea.title} {idea.text}".lower()
    scored = [(fuzz.token_set_ratio(words, f"{other.title} {other.text}".lower()), other) for other in others]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None
