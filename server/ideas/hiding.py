"""Hiding an idea from everyone but its proposer, with a reason that they alone read; and showing it again."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from schemas.act import Act
from schemas.idea import Idea, IdeaHidden
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.change import Change, change
from server.comments.hiding import check_reason
from server.errors import N_, NotFound, NotNow
from server.hooks import Hooks
from server.ideas.commands import in_open_round
from server.parts import Parts

SHOWN_AGAIN: Hooks[Change, Idea, datetime] = Hooks()
"""An idea that has been hidden since that moment is about to be shown again."""


async def hide_idea(parts: Parts, seat: Seat, idea: Idea, reason: str, *, warned: str = "") -> None:
    """Hide a shown idea; the same again is done once. Raises Invalid for the reason, NotNow while it is voted on."""
    check_reason(reason, warned)
    async with change(parts, seat, Act.MODERATE) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if stored.shown_at is None:
            raise NotFound
        if stored.hidden_at is not None and stored.hidden_reason == reason:
            return
        if await in_open_round(board, stored):
            raise NotNow(N_("Der stemmes om idéen nu. Du kan skjule den, når afstemningen er slut."))
        stored.hidden_at, stored.hidden_reason = stored.hidden_at or board.now, reason
        room = update(Meeting).where(col(Meeting.id) == stored.meeting_id, col(Meeting.focus_id) == stored.id)
        await board.session.execute(room.values(focus_id=None))
        board.tell(IdeaHidden(stored.id))


async def show_idea(parts: Parts, seat: Seat, idea: Idea) -> None:
    """Show it again; nothing is kept of why it was hidden. Dates that passed meanwhile are looked at now."""
    async with change(parts, seat, Act.MODERATE) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if stored.hidden_at is None:
            return
        await SHOWN_AGAIN(board, stored, stored.hidden_at)
        stored.hidden_at, stored.hidden_reason = None, ""
        board.tell(IdeaHidden(stored.id))
