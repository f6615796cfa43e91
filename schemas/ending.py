"""What is told of the end of a meeting: that it is over, goes on after all, is settled, or is not held."""

from dataclasses import dataclass

from schemas.event import EventBase, event


@event
@dataclass(frozen=True)
class MeetingCancelled(EventBase):
    """The meeting was cancelled."""

    wakes = True

    meeting_id: int


@event
@dataclass(frozen=True)
class MeetingEnded(EventBase):
    """The meeting was ended, by the coordinator or by a worker. For an hour it can be opened again."""

    meeting_id: int


@event
@dataclass(frozen=True)
class MeetingOpenedAgain(EventBase):
    """A meeting that had been ended by mistake goes on."""

    meeting_id: int


@event
@dataclass(frozen=True)
class MeetingSettled(EventBase):
    """The meeting has ended for good: what its end publishes was published."""

    wakes = True

    meeting_id: int
