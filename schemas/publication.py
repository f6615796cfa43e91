"""Publication (åben side): what a board shows to everybody. What you said, and what we did.

A member's words go out only with that member's own yes (`OpenWords`); otherwise a coordinator retells them. Nothing of
a member's goes out that is not in these rows: no name, no role, no comment, no answer to a question.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.codes import words_digest
from schemas.columns import moment, ref
from schemas.event import EventBase, event
from schemas.idea import TEXT_MAX, TITLE_MAX

SLUG_MAX = 60
INTRO_MAX = 1000
HOSTS_MAX = 5


class Publication(SQLModel, table=True):
    """A board's open page. There is one from the first time that a coordinator opened it; taken down, it keeps what was
    chosen, and its address, which is on posters."""

    board_id: int = ref("board.id", primary=True)
    slug: str = Field(max_length=SLUG_MAX, unique=True)
    """Its address, made of the board's name when the page was first opened. It never changes."""
    version: int = Field(default=1, sa_type=BigInteger)
    """Goes up with every change that strangers could see. Pages that are kept in memory are kept under it."""
    opened_at: datetime | None = moment(None)
    """Since when it is open; None while it is taken down, or was never opened."""
    opened_by: int | None = ref("seat.id", default=None)
    intro: str = Field(default="", max_length=INTRO_MAX)
    """The coordinator's own words at its top."""
    shows_meetings: bool = True
    """Whether the meetings to come are on it."""
    embedded_in: str = Field(default="", max_length=400)
    """The hosts that may show it in a frame, at most HOSTS_MAX, separated by spaces; "" for none."""


class OpenIdea(SQLModel, table=True):
    """An idea on the open page. The row stays when the idea is taken off again: its page then says that it is gone."""

    __tablename__ = "open_idea"
    idea_id: int = ref("idea.id", primary=True)
    board_id: int = ref("board.id")
    shown_at: datetime | None = moment(None)
    """Since when strangers may read it; None once it was taken off."""
    shown_by: int | None = ref("seat.id", default=None)
    retold: bool = False
    """Whether strangers read the coordinator's words and not the members' own."""
    title: str = Field(default="", max_length=TITLE_MAX)
    text: str = Field(default="", max_length=TEXT_MAX)
    """The retelling; "" where members' own words stand."""
    digest: bytes = Field(default=b"", sa_type=LargeBinary)
    """Of the members' own words that the coordinator saw when she put them up; empty for a retelling. Other words do
    not show, with or without a yes, before she has seen them too."""


class OpenWords(SQLModel, table=True):
    """What the author of an idea answered to: may others read it in your words? Only they can give the answer, on their
    own device, and change it at any time. Staff see a yes, and cannot tell a no from no answer."""

    __tablename__ = "open_words"
    idea_id: int = ref("idea.id", primary=True)
    seat_id: int = ref("seat.id")
    yes: bool
    """False is what is left of a yes that was taken back, and of a no."""
    digest: bytes = Field(sa_type=LargeBinary)
    """Of the title and text that they said yes to: words that were changed since need a yes of their own."""
    at: datetime = moment()


def open_digest(title: str, text: str) -> bytes:
    """What a yes to words is kept with."""
    return words_digest("open", title, text)


class OpenMinutes(SQLModel, table=True):
    """A meeting's minutes in their edition for everybody."""

    __tablename__ = "open_minutes"
    __table_args__ = (UniqueConstraint("board_id", "number"),)
    meeting_id: int = ref("meeting.id", primary=True)
    board_id: int = ref("board.id")
    number: int
    """Their number on the open page, in the order in which minutes were first put up; it is in their address."""
    version: int = 0
    """The version that the coordinator saw when she put them up. One that is approved later shows once she has seen it.
    """
    own_words: str = Field(default="", max_length=200)
    """The sections (PartKey) whose own words of the coordinator's go out with them, separated by spaces."""
    shown_at: datetime | None = moment(None)
    """Since when strangers may read them; None once they were taken off."""
    shown_by: int | None = ref("seat.id", default=None)


@event
@dataclass(frozen=True)
class PublicationChanged(EventBase):
    """Something was put on the board's open page, or taken off it, or a member's words may go, or no longer."""

    idea_id: int | None = None
    meeting_id: int | None = None


@event
@dataclass(frozen=True)
class PageOpened(EventBase):
    """The board's open page was opened or taken down: rooms that tell where the record can be read tell it now."""
