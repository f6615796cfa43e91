"""Hiding an idea from everyone but its proposer, with a reason that they alone read; and showing it again."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from schemas.act import Act
from schemas.idea import Idea, IdeaHidden
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, NotFound, NotNow
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.ideas.comments.hiding import check_reason
from server.ideas.ideas.commands import in_open_round

SHOWN_AGAIN: Hooks[Change, Idea, datetime] = Hooks()
"""An idea that has been hidden since that moment is about to be shown again."""


async def hide_idea(runtime: Runtime, seat: Seat, idea: Idea, reason: str, *, warned: str = "") -> None:
    """Hide a shown idea; the same again is done once. Raises Invalid for the reason, NotNow while it is voted on."""
    check_reason(reason, warned)
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.shown_at is None:
            raise NotFound
        if stored.hidden_at is not None and stored.hidden_reason == reason:
            return
        if await in_open_round(change, stored):
            raise NotNow(N_("Der stemmes om idéen nu. Du kan skjule den, når afstemningen er slut."))
        stored.hidden_at, stored.hidden_reason = stored.hidden_at or change.now, reason
        room = update(Meeting).where(col(Meeting.id) == stored.meeting_id, col(Meeting.focus_id) == stored.id)
        await change.session.execute(room.values(focus_id=None))
        change.tell(IdeaHidden(stored.id))


async def show_idea(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Show it again; nothing is kept of why it was hidden. Dates that passed meanwhile are looked at now."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.hidden_at is None:
            return
        await SHOWN_AGAIN(change, stored, stored.hidden_at)
        stored.hidden_at, stored.hidden_reason = None, ""
        change.tell(IdeaHidden(stored.id))
