"""Whom a board has asked elsewhere, as rows of a file: which body, by when, and how it ended. What they answered stands
among the answers. Nobody is named, and no address is told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.referral import Referral, ReferralState
from server.views.export.ideas import day_of
from server.web.files.sheet import Cell

COLUMNS: tuple[str, ...] = (
    *("Nummer", "Titel", "Spurgt", "Spurgt om", "Spurgt den", "Først spurgt", "Svar senest", "Stand", "Siden"),
    *("De skrev", "Gennem link", "Bestridt"),
)
STATES = {
    ReferralState.SENT: "venter på svar",
    ReferralState.ANSWERED: "har svaret",
    ReferralState.RETURNED: "sendt tilbage",
    ReferralState.SILENT: "svarede ikke",
    ReferralState.WITHDRAWN: "trukket tilbage",
}


async def referral_rows(session: AsyncSession, board_id: int) -> list[Sequence[Cell]]:
    """A row of headings, then one for each body that was asked about an idea that everybody may see, by the idea's
    number. One query."""
    query: Any = select(Referral, Idea.number, Idea.title).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.where(Idea.board_id == board_id, col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    found = (await session.execute(query.order_by(col(Idea.number), col(Referral.id)))).all()
    return [COLUMNS, *((number, title, *_row(referral)) for referral, number, title in found)]


def _row(referral: Referral) -> Sequence[Cell]:
    days = (day_of(referral.sent_at), day_of(referral.first_sent_at), day_of(referral.reply_by))
    by_link, disputed = ("ja" if told else None for told in (referral.by_link, referral.disputed_at))
    return (
        *(referral.body, referral.note or None, *days, STATES[referral.state], day_of(referral.state_at)),
        *(referral.said or None, by_link, disputed),
    )
