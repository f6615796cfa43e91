"""Until when items of a meeting's agenda are handed in."""

from datetime import datetime
from typing import Protocol

from schemas.format import FormatRule, PhaseRule


class Planned(Protocol):
    """What of a meeting decides it."""

    starts_at: datetime
    hand_in_by: datetime | None

    @property
    def form(self) -> FormatRule:
        """The row of its format."""

    @property
    def rule(self) -> PhaseRule:
        """What holds in its present phase."""


class HandsIn:
    """A meeting for which things are handed in."""

    @property
    def last_hand_in(self: Planned) -> datetime | None:
        """The last moment to hand in items for its agenda; None if it has no agenda."""
        before = self.form.hands_in
        return None if before is None else self.hand_in_by or self.starts_at - before

    def takes_ideas(self: Planned, now: datetime) -> bool:
        """Whether a new idea is on time. One that is late is kept too."""
        last = HandsIn.last_hand_in.__get__(self)
        return self.rule.takes_ideas and (last is None or now <= last)
