"""What proposers may still do with their own idea, and until when."""

from datetime import datetime, timedelta

from schemas.act import Act
from schemas.flow import By, Status, may_become
from schemas.format import may
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.change import role_may

PERIOD = timedelta(days=30)
"""How long before attention may be asked for again."""


def may_edit(seat: Seat, idea: Idea, meeting: Meeting, *, voted_on: bool) -> bool:
    """Whether they may change its words: in the phases of writing, and after the meeting for as long as nobody has
    chosen it or voted on it."""
    if not idea.rule.written or not role_may(seat, Act.EDIT):
        return False
    return not voted_on if meeting.over else may(meeting.form, seat.role, meeting.phase, Act.EDIT)


def may_withdraw(seat: Seat, idea: Idea, meeting: Meeting) -> bool:
    """Whether they may withdraw it: until it has been sent to a leader, where the phase allows."""
    if not may_become(idea.status, Status.WITHDRAWN, By.PROPOSER):
        return False
    return role_may(seat, Act.WITHDRAW) and (meeting.over or may(meeting.form, seat.role, meeting.phase, Act.WITHDRAW))


def may_add(idea: Idea) -> bool:
    """Whether they may add words: once others can see it. Before that they change it instead."""
    return idea.shown_at is not None and idea.hidden_at is None and not idea.rule.gone


def again_from(asked: datetime | None, now: datetime) -> datetime | None:
    """When attention may be asked for again, having been asked for at `asked`; None if it may be now."""
    return asked + PERIOD if asked is not None and asked + PERIOD > now else None
