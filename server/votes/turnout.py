"""The totals of a round that is still open."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.round import Round


async def open_totals(session: AsyncSession, round_: Round) -> dict[int, int]:
    """Dots per idea so far, in a round whose totals are open."""
    query = text(
        "SELECT pair.key::bigint, sum(pair.value::int) FROM ballot, jsonb_each_text(ballot.dots) AS pair"
        " WHERE ballot.round_id = :round GROUP BY 1"
    )
    rows = (await session.execute(query, {"round": round_.id})).all()
    return {row[0]: row[1] for row in rows}
