"""Moderation: a coordinator hides what should not stand before the room, with a reason that its author alone reads."""

from schemas.act import Act
from schemas.comment import HIDDEN_REASON_MAX, Comment, CommentHidden
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

REASON = Field(HIDDEN_REASON_MAX, N_("Skriv, hvorfor det bliver skjult. Kun den, der har skrevet det, ser det."))


def check_reason(reason: str, warned: str) -> None:
    """Raise Invalid without a reason, for one of more than 300 characters, and once for what looks like personal
    data: sent again with the `warned` that came with the sentence, it passes."""
    typed = {"reason": reason}
    if wrong := faults({"reason": REASON}, typed) or warnings(typed, warned):
        raise Invalid(N_("Det er ikke skjult endnu. Ret det, der står ved feltet."), fields=wrong)


async def hide_comment(runtime: Runtime, seat: Seat, comment: Comment, reason: str, *, warned: str = "") -> None:
    """Hide a comment from everyone but its author; the same again is done once. Raises Invalid for the reason."""
    check_reason(reason, warned)
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Comment, comment.id)
        if stored.hidden_at is not None and stored.hidden_reason == reason:
            return
        stored.hidden_at, stored.hidden_reason = stored.hidden_at or change.now, reason
        change.tell(CommentHidden(stored.idea_id, stored.id))


async def show_comment(runtime: Runtime, seat: Seat, comment: Comment) -> None:
    """Show it again; nothing is kept of why it was hidden."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Comment, comment.id)
        if stored.hidden_at is None:
            return
        stored.hidden_at, stored.hidden_reason = None, ""
        change.tell(CommentHidden(stored.idea_id, stored.id))
