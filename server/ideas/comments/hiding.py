"""Moderation: a coordinator hides what the room should not see, with a reason that only its author can read."""

from schemas.act import Act
from schemas.comment import HIDDEN_REASON_MAX, Comment, CommentHidden
from schemas.seat import Seat
from schemas.trail import Deed
from server.core.change import Change, changing
from server.core.errors import N_, Invalid
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.core.trail import specify
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

COMMENT_HIDDEN: Hooks[Change, Comment] = Hooks()
"""A comment was hidden, with a reason. Called in the same transaction, under the board's lock."""
COMMENT_SHOWN: Hooks[Change, Comment] = Hooks()
"""A hidden comment is about to be shown again. Called in the same transaction, under the board's lock."""
REASON = Field(HIDDEN_REASON_MAX, N_("Skriv, hvorfor det bliver skjult. Kun den, der har skrevet det, ser det."))


def check_reason(reason: str, warned: str) -> None:
    """Raise Invalid for a reason that is empty, or longer than HIDDEN_REASON_MAX characters. A reason that looks like
    personal data is refused once; sent again with the `warned` that came with the sentence, it passes."""
    typed = {"reason": reason}
    if wrong := faults({"reason": REASON}, typed) or warnings(typed, warned):
        raise Invalid(N_("Det er ikke skjult endnu. Ret det, der står ved feltet."), fields=wrong)


async def hide_comment(runtime: Runtime, seat: Seat, comment: Comment, reason: str, *, warned: str = "") -> None:
    """Hide a comment from everyone but its author. Hiding it again with the same reason does nothing. Raises Invalid
    for the reason."""
    check_reason(reason, warned)
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Comment, comment.id)
        if stored.hidden_at is not None and stored.hidden_reason == reason:
            return
        stored.hidden_at, stored.hidden_reason = stored.hidden_at or change.now, reason
        await COMMENT_HIDDEN(change, stored)
        change.tell(CommentHidden(stored.idea_id, stored.id, stored.consultation_id))


async def show_comment(runtime: Runtime, seat: Seat, comment: Comment) -> None:
    """Show a hidden comment again, and forget why it was hidden."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Comment, comment.id)
        if stored.hidden_at is None:
            return
        specify(deed=Deed.SHOWN_AGAIN)
        await COMMENT_SHOWN(change, stored)
        stored.hidden_at, stored.hidden_reason = None, ""
        change.tell(CommentHidden(stored.idea_id, stored.id, stored.consultation_id))
