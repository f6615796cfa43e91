"""Hiding an idea from everyone but its proposer, with a reason that only they can read, and showing it again."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from schemas.act import Act
from schemas.idea import Idea, IdeaHidden
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.trail import Deed
from server.core.change import Change, changing
from server.core.errors import N_, NotFound, NotNow
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.core.trail import specify
from server.ideas.comments.hiding import check_reason
from server.ideas.ideas.commands import in_open_round

HIDDEN: Hooks[Change, Idea] = Hooks()
"""A coordinator has hidden an idea, with a reason. Called in the same transaction, under the board's lock."""
SHOWN_AGAIN: Hooks[Change, Idea, datetime] = Hooks()
"""A hidden idea is about to be shown again. The datetime is when it was hidden. Called in the same transaction, under
the board's lock."""


async def hide_idea(runtime: Runtime, seat: Seat, idea: Idea, reason: str, *, warned: str = "") -> None:
    """Hide a shown idea. Hiding it again with the same reason does nothing. Raises Invalid for the reason, NotFound
    before the idea is shown, and NotNow while it is being voted on."""
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
        await HIDDEN(change, stored)
        change.tell(IdeaHidden(stored.id))


async def show_idea(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Show a hidden idea again, and forget why it was hidden. Features catch up on dates that have passed meanwhile."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.hidden_at is None:
            return
        specify(deed=Deed.SHOWN_AGAIN)
        await SHOWN_AGAIN(change, stored, stored.hidden_at)
        stored.hidden_at, stored.hidden_reason = None, ""
        change.tell(IdeaHidden(stored.id))
