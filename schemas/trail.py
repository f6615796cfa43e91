"""Trail (revisionsspor): what staff did that an auditor asks about. Ids and kinds, never a text, a name or an address.

Nothing here refers to another table: a line stays when what it is about is erased. Members are never in it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import moment

KEPT = timedelta(days=396)
"""Thirteen months: a year's audit, and a month to do it in."""
NOTHING = bytes(32)
"""What the first line follows on."""


class Deed(StrEnum):
    """A kind of line. `server/web/noted.py` says which route is which."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    ADDRESS_CHANGED = "address_changed"
    LOOKED = "looked"
    """At a list of people, or at one of them."""
    EXPORTED = "exported"
    """Took a file along."""
    ANSWERED = "answered"
    ANSWER_CHANGED = "answer_changed"
    STATUS_SET = "status_set"
    SENT_TO_LEADER = "sent_to_leader"
    HIDDEN = "hidden"
    SHOWN_AGAIN = "shown_again"
    ADMITTED = "admitted"
    """Let an idea in that came too late."""
    SEAT_REMOVED = "seat_removed"
    SEAT_NAMED = "seat_named"
    ROLE_SET = "role_set"
    SCRIBE_SET = "scribe_set"
    """May write for others, or no longer."""
    MODERATOR_SET = "moderator_set"
    """Looks at what others write, or no longer."""
    CODE_ENDED = "code_ended"
    """Somebody's return code works no more."""
    DOOR_SET = "door_set"
    INVITED = "invited"
    MEMBER_LISTED = "member_listed"
    """Asked somebody to stand on a board's list."""
    MEMBER_CHANGED = "member_changed"
    """Their organisation, term, substitute, or what they say to a meeting."""
    MEMBER_UNLISTED = "member_unlisted"
    INVITATIONS_ENDED = "invitations_ended"
    COORDINATOR_LET_IN = "coordinator_let_in"
    """May make units and boards; by the operator's command."""
    COORDINATOR_ADDED = "coordinator_added"
    COORDINATOR_REMOVED = "coordinator_removed"
    LEADER_SET = "leader_set"
    DEPUTY_SET = "deputy_set"
    """Leads a unit for some days in its leader's place, or no longer."""
    LISTENER_SET = "listener_set"
    """May pass on citizens' enquiries about a unit, or no longer."""
    WORK_ENDED = "work_ended"
    """Is no longer staff, here or at all."""
    OWNER_SET = "owner_set"
    """Was given an idea to carry out, and perhaps a link to it."""
    UNIT_MADE = "unit_made"
    UNIT_CHANGED = "unit_changed"
    BOARD_MADE = "board_made"
    BOARD_MOVED = "board_moved"
    BOARD_CLOSED = "board_closed"
    BOARD_OPENED = "board_opened"
    BOARD_ERASED = "board_erased"
    PAGE_SET = "page_set"
    """What a board's open page is to be like."""
    PAGE_OPENED = "page_opened"
    PAGE_TAKEN_DOWN = "page_taken_down"
    PUBLISHED = "published"
    """Put an idea or minutes on the open page."""
    TAKEN_OFF = "taken_off"
    PERSON_ERASED = "person_erased"
    """A member who asked on paper; one who erases themselves leaves no line."""
    ENQUIRY_WRITTEN = "enquiry_written"
    ENQUIRY_READ = "enquiry_read"
    ENQUIRY_ANSWERED = "enquiry_answered"
    ENQUIRY_PASSED = "enquiry_passed"
    """To another level, which reads it from then on."""
    ENQUIRY_ERASED = "enquiry_erased"
    """For the citizen, by whoever wrote it down; what the citizen does leaves no line."""
    MINUTES_APPROVED = "minutes_approved"
    """From then on members can read them."""
    MINUTES_SENT = "minutes_sent"


class TrailLine(SQLModel, table=True):
    """A line. `seq` counts 1, 2, 3 … without a gap, in the order in which the transactions committed."""

    __tablename__ = "trail"
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    deed: str = Field(max_length=30)
    """A Deed; as text, so that a line can be read that a later version has written."""
    who: int | None = Field(default=None, sa_type=BigInteger)
    """The account of whoever did it; None for the operator's commands, and for a sign-in that failed."""
    whom: int | None = Field(default=None, sa_type=BigInteger)
    """The account whose access it changed, if it was one's."""
    board: str = Field(default="", max_length=32)
    about: str = Field(default="", max_length=20)
    """The kind of thing, as addresses name it: "idea", "seat", "meeting" …"""
    about_id: str = Field(default="", max_length=32)
    """Its id, as addresses have it."""
    under: bytes = Field(sa_type=LargeBinary)
    """Names the key of `seal` without telling it (server/core/sealing.py)."""
    seal: bytes = Field(sa_type=LargeBinary)
    """Made of this line and the seal of the one before."""


class TrailEnds(SQLModel, table=True):
    """Both ends of the trail, in one row: who adds a line locks it, last of all that they lock."""

    __tablename__ = "trail_ends"
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(default=0, sa_type=BigInteger)
    seal: bytes = Field(default=NOTHING, sa_type=LargeBinary)
    cut_seq: int = Field(default=0, sa_type=BigInteger)
    """The last line that has served its time and is gone; 0 while all are there."""
    cut_seal: bytes = Field(default=NOTHING, sa_type=LargeBinary)
    cut_under: bytes = Field(default=b"", sa_type=LargeBinary)
    cut_proof: bytes = Field(default=b"", sa_type=LargeBinary)
    """That we cut it there, and nobody else."""
