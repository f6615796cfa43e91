"""Bounds: limits on everything that one person can create and others then have to read.

They are generous: nobody who means well runs into one. Where a meeting may need more, its coordinator is asked and can
lift the bound once, for that meeting.
"""

from dataclasses import dataclass
from enum import StrEnum

from schemas.meeting import Meeting


class Bounded(StrEnum):
    """What is bounded."""

    SEATS = "seats"
    """In a meeting; its format sets the number to start with."""
    IDEAS = "ideas"
    """By one seat in a meeting."""
    COMMENTS = "comments"
    """By one seat in a meeting."""
    PAPER = "paper"
    """Ideas that one scribe writes down for others in a meeting."""
    MEETING_IDEAS = "meeting_ideas"
    """By all seats in a meeting together, since one person may take many seats."""
    MEETING_COMMENTS = "meeting_comments"
    HANDS = "hands"
    """How often one seat joins the queue of speakers in a meeting."""
    ADDED = "added"
    """Additions that the proposer makes to one idea afterwards."""
    MOMENTS = "moments"
    """Entries of one kind that people leave on one idea's timeline."""
    STAFF_NOTES = "staff_notes"
    """About one idea."""
    REFERRALS = "referrals"
    """Bodies that are asked about one idea: each may be somebody's mailbox."""
    FOLLOWS = "follows"
    """By one seat."""
    INVITATIONS = "invitations"
    """To one meeting."""
    MEMBERS = "members"
    """On one board's list."""
    CONSULTATIONS = "consultations"
    """Cases that are open on one board."""
    MEETINGS = "meetings"
    """On one board."""
    BOARDS = "boards"
    """In one unit."""
    UNITS = "units"
    """Within one coordinator's reach."""
    ENQUIRIES = "enquiries"
    """By one person, that still wait for an answer."""


@dataclass(frozen=True)
class Bound:
    """`most` is the limit; `lifted` is what a coordinator may raise it to for one meeting, None if they cannot."""

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
    Bounded.REFERRALS: Bound(30),
    Bounded.FOLLOWS: Bound(1000),
    Bounded.INVITATIONS: Bound(1500),
    Bounded.MEMBERS: Bound(300),
    Bounded.CONSULTATIONS: Bound(40),
    Bounded.MEETINGS: Bound(1000),
    Bounded.BOARDS: Bound(200),
    Bounded.UNITS: Bound(2000),
    Bounded.ENQUIRIES: Bound(200),
}


def most_of(kind: Bounded, meeting: Meeting | None = None) -> int:
    """The limit that holds now. With `meeting`, as its format sets it and its coordinator has lifted it."""
    bound = BOUNDS[kind]
    most = bound.most
    if meeting is not None and kind is Bounded.SEATS:
        most = meeting.seats_most or meeting.form.seats
    if meeting is not None and bound.lifted is not None and kind in meeting.lifted:
        most = max(most, bound.lifted)
    return most
