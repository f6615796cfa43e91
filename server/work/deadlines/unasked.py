"""Ideas that were sent to a body which Peerboard asks nothing: it has no leader and no address. Whoever coordinates the
board must find out what they say."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import literal_column
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.referral import OPEN, Referral
from server.core import clock

OPEN_SQL = ", ".join(repr(state.value) for state in OPEN)
UNASKED = f"""(referral.state IN ({OPEN_SQL}) AND referral.mail = '' AND NOT EXISTS (SELECT FROM unit
    WHERE unit.id = referral.unit_id AND coalesce(unit.leader_id, unit.deputy_id) IS NOT NULL))"""
"""Whether a `referral` is open and asks nobody now. A unit that has a leader again is asked again."""


class ToFindOut(NamedTuple):
    """One idea of the list."""

    referral: str
    """The referral's public id."""
    idea: str
    number: int | None
    title: str
    body: str
    note: str
    """What the sender asks them."""
    first_sent_at: datetime
    reply_by: datetime
    late: bool
    """Whether the date has passed."""


async def to_find_out(session: AsyncSession, board: Board) -> list[ToFindOut]:
    """The board's ideas whose body nobody asks, the earliest date first. Hidden ones are left out. One query."""
    columns = (Referral.public_id, Idea.public_id, Idea.number, Idea.title, Referral.body, Referral.note)
    dates = (Referral.first_sent_at, Referral.reply_by, col(Referral.reply_by) < clock.now())
    query = select(*columns, *dates)  # type: ignore[call-overload]
    query = query.join(Idea, col(Idea.id) == Referral.idea_id).where(literal_column(UNASKED))
    query = query.where(Idea.board_id == board.id, col(Idea.hidden_at).is_(None))
    rows = (await session.execute(query.order_by(col(Referral.reply_by), col(Referral.id)))).all()
    return [ToFindOut(*row) for row in rows]
