"""Moderation: a coordinator hides what should not stand before the room, with a reason that its author alone reads."""

from schemas.act import Act
from schemas.comment import HIDDEN_REASON_MAX, Comment, CommentHidden
from schemas.seat import Seat
from server.change import change
from server.errors import N_, Invalid
from server.fields import Field, faults
from server.parts import Parts
from server.warned import warnings

REASON = Field(HIDDEN_REASON_MAX, N_("Skriv, hvorfor det bliver skjult. Kun den, der har skrevet det, ser det."))


def check_reason(reason: str, warned: str) -> None:
    """Raise Invalid without a reason, for one of more than 300 characters, and once for what looks like personal
    data: sent again with the `warned` that came with the sentence, it passes."""
    typed = {"reason": reason}
    if wrong := faults({"reason": REASON}, typed) or warnings(typed, warned):
        raise Invalid(N_("Det er ikke skjult endnu. Ret det, der står ved feltet."), fields=wrong)


async def hide_comment(parts: Parts, seat: Seat, comment: Comment, reason: str, *, warned: str = "") -> None:
    """Hide a comment from everyone but its author; the same again is done once. Raises Invalid for the reason."""
    check_reason(reason, warned)
    async with change(parts, seat, Act.MODERATE) as board:
        stored = await board.session.get_one(Comment, comment.id)
        if stored.hidden_at is not None and stored.hidden_reason == reason:
            return
        stored.hidden_at, stored.hidden_reason = stored.hidden_at or board.now, reason
        board.tell(CommentHidden(stored.idea_id, stored.id))


async def show_comment(parts: Parts, seat: Seat, comment: Comment) -> None:
    """Show it again; nothing is kept of why it was hidden."""
    async with change(parts, seat, Act.MODERATE) as board:
        stored = await board.session.get_one(Comment, comment.id)
        if stored.hidden_at is None:
            return
        stored.hidden_at, stored.hidden_reason = None, ""
        board.tell(CommentHidden(stored.idea_id, stored.id))
