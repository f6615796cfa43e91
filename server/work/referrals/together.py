"""What was handed over at one time (`server/room/handing_over/`): whoever was asked gets one letter, and finds the rest
from the page of each."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.referral import Referral


@dataclass(frozen=True)
class Beside:
    """One of several ideas that a body was asked about at one time. `href` is empty once it is no longer open."""

    number: int | None
    title: str
    href: str
    here: bool


async def together(session: AsyncSession, referral: Referral, meeting_id: int) -> list[tuple[Referral, Idea]]:
    """The ideas that were handed over with this one, itself among them, in that order; none if it was sent alone. Two
    queries."""
    meeting = await session.get_one(Meeting, meeting_id)
    if Phase.HAND_OVER not in meeting.phases or referral.previous_id is not None:
        return []
    query = select(Referral, Idea).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.where(Idea.meeting_id == meeting_id, Referral.sent_at == referral.sent_at)
    query = query.where(Referral.body == referral.body, col(Referral.previous_id).is_(None))
    query = query.where(col(Idea.hidden_at).is_(None), col(Idea.shown_at).is_not(None))
    return [(row[0], row[1]) for row in (await session.execute(query.order_by(col(Referral.id)))).all()]
