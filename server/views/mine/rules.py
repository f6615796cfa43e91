"""What a proposer may still do with their own idea, and when."""

from datetime import datetime, timedelta

from schemas.act import Act
from schemas.flow import By, Status, may_become
from schemas.format import may
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat

PERIOD = timedelta(days=30)
"""How long it lasts until attention may be asked for again."""


def may_edit(seat: Seat, idea: Idea, meeting: Meeting, *, voted_on: bool) -> bool:
    """While the room writes; after the meeting as long as nobody has chosen it or voted on its words."""
    if not idea.rule.written:
        return False
    return not voted_on if meeting.over else may(seat.role, meeting.phase, Act.EDIT)


def may_withdraw(seat: Seat, idea: Idea, meeting: Meeting) -> bool:
    """Until a leader has it."""
    if not may_become(idea.status, Status.WITHDRAWN, By.PROPOSER):
        return False
    return meeting.over or may(seat.role, meeting.phase, Act.WITHDRAW)


def may_add(idea: Idea) -> bool:
    """From when others see it; before that it is edited."""
    return idea.shown_at is not None and idea.hidden_at is None and not idea.rule.gone


def again_from(asked: datetime | None, now: datetime) -> datetime | None:
    """When attention may be asked for again; None when that is now."""
    return asked + PERIOD if asked is not None and asked + PERIOD > now else None
