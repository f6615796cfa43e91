"""Bounds: how many there may be of what one person can make and others then have to read.

They are generous: nobody who means well meets them. Where a meeting may need more, its coordinator is asked, and lifts
the bound once, for that meeting.
"""

from dataclasses import dataclass
from enum import StrEnum

from schemas.format import FORMATS
from schemas.meeting import Meeting


class Bounded(StrEnum):
    """What is bounded."""

    SEATS = "seats"
    """In a meeting; how many it has by itself stands with its format."""
    IDEAS = "ideas"
    """Of one seat in a meeting."""
    COMMENTS = "comments"
    """Of one seat in a meeting."""
    PAPER = "paper"
    """Ideas that one scribe writes down for others in a meeting."""
    MEETING_IDEAS = "meeting_ideas"
    """Of all seats together in a meeting, for one person may have many seats."""
    MEETING_COMMENTS = "meeting_comments"
    HANDS = "hands"
    """How often one seat steps into the queue of a meeting."""
    ADDED = "added"
    """Words that proposers add to one idea afterwards."""
    MOMENTS = "moments"
    """Lines of one kind that people leave on the timeline of one idea."""
    STAFF_NOTES = "staff_notes"
    """About one idea."""
    FOLLOWS = "follows"
    """Of one seat."""
    INVITATIONS = "invitations"
    """To one meeting."""
    MEETINGS = "meetings"
    """Of one board."""
    BOARDS = "boards"
    """Of one unit."""
    UNITS = "units"
    """That one coordinator can change."""


@dataclass(frozen=True)
class Bound:
    """`lifted` is what a coordinator may lift it to for one meeting; None: it is wide enough for everybody."""

    most: int
    lifted: int | None = None


BOUNDS = {
    Bounded.SEATS: Bound(300, lifted=1500),
    Bounded.IDEAS: Bound(30, lifted=300),
    Bounded.COMMENTS: Bound(60, lifted=600),
    Bounded.PAPER: Bound(300, lifted=1500),
    Bounded.MEETING_IDEAS: Bound(1000, lifted=5000),
    Bounded.MEETING_COMMENTS: Bound(3000, lifted=15000),
    Bounded.HANDS: Bound(100, lifted=1000),
    Bounded.ADDED: Bound(30),
    Bounded.MOMENTS: Bound(200),
    Bounded.STAFF_NOTES: Bound(300),
    Bounded.FOLLOWS: Bound(1000),
    Bounded.INVITATIONS: Bound(1500),
    Bounded.MEETINGS: Bound(1000),
    Bounded.BOARDS: Bound(200),
    Bounded.UNITS: Bound(2000),
}


def most_of(kind: Bounded, meeting: Meeting | None = None) -> int:
    """How many there may be now, in a meeting where it is about one."""
    bound = BOUNDS[kind]
    most = bound.most
    if meeting is not None and kind is Bounded.SEATS:
        most = meeting.seats_most or FORMATS[meeting.format].seats
    if meeting is not None and bound.lifted is not None and kind in meeting.lifted:
        most = max(most, bound.lifted)
    return most
