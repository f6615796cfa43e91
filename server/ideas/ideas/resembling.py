"""A hint if what I wrote resembles something I wrote before. Only my own ideas are compared, since I must not learn
about those of others before they are shown."""

from rapidfuzz import fuzz
from sqlmodel import select

from schemas.idea import Idea, stands
from server.core.database import Database

ALIKE = 85
"""The least `token_set_ratio` for a hint, from 0 to 100. It ignores the order of words."""


async def resembling(database: Database, idea: Idea) -> Idea | None:
    """The idea by the same proposer in the same meeting that resembles `idea` most; None if none reaches ALIKE."""
    query = select(Idea).where(
        Idea.meeting_id == idea.meeting_id,
        Idea.seat_id == idea.seat_id,
        Idea.id != idea.id,
        stands(taken_back=False),
    )
    async with database.snapshot() as session:
        others = (await session.execute(query)).scalars().all()
    words = f"{idea.title} {idea.text}".lower()
    scored = [(fuzz.token_set_ratio(words, f"{other.title} {other.text}".lower()), other) for other in others]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None
