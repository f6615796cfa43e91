"""Idea (idé): a title, a text, where it belongs, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel, col

from schemas.codes import words_digest
from schemas.columns import key, moment, ref, word
from schemas.comment import HIDDEN_REASON_MAX
from schemas.event import EventBase, event
from schemas.flow import FLOW, Rule, Status, statuses_that
from schemas.roles import Role

TITLE_MAX = 300
TEXT_MAX = 4000
THEME_MAX = 80


class Statement(StrEnum):
    """Which of the three statements of the vision an idea is tagged with."""

    SAFETY = "safety"
    PATHWAYS = "pathways"
    DIALOGUE = "dialogue"


class Wish(StrEnum):
    """What whoever handed in an item of an agenda wishes of the meeting."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    INFORMATION = "information"


class Idea(SQLModel, table=True):
    """`submission` is the browser's own id for the submission: sent twice, it is one idea.

    `shown_at` is set at the reveal; until then only the proposer sees the text. `version` counts edits.
    """

    __table_args__ = (UniqueConstraint("seat_id", "submission"), UniqueConstraint("board_id", "number"))
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    seat_id: int | None = ref("seat.id", default=None)
    submission: str = Field(max_length=64)
    first_words: bytes | None = Field(default=None, sa_type=LargeBinary)
    """A digest of the words as they came, once they were edited: they may come again, late, and are here already."""
    number: int | None = None
    source_ref: str = Field(default="", max_length=64)
    """Its name in the file that it was imported from, if it was."""
    title: str = Field(max_length=TITLE_MAX)
    text: str = Field(default="", max_length=TEXT_MAX)
    theme: str = Field(default="", max_length=THEME_MAX)
    statement: Statement | None = word(Statement, None)
    wish: Wish | None = word(Wish, None)
    turn: int | None = None
    """Its place on the agenda of its meeting, from 1; None while it is on none."""
    minutes: int | None = None
    """How long the meeting means to take for it."""
    status: Status = word(Status, Status.PROPOSED, index=True)
    status_at: datetime = moment()
    version: int = 1
    created_at: datetime = moment()
    shown_at: datetime | None = moment(None)
    table_no: int | None = None
    """The table that it was written at, where people sit at tables."""
    held: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Its table has not chosen to show it: the room sees it when the meeting is over, among the others."""
    late: bool = False
    """It arrived after its phase and waits for the coordinator to admit it."""
    leader_id: int | None = ref("person.id", default=None)
    """The leader who is to answer it."""
    answer_by: datetime | None = moment(None)
    """The last moment for the answer that is promised: by the leader, or while it is elsewhere by whoever was asked."""
    merged_into_id: int | None = ref("idea.id", default=None)
    group_id: int | None = ref("idea_group.id", default=None)
    on_paper: bool = False
    """Written by a scribe for somebody else; `seat_id` is then the scribe's, who may edit it but does not own it."""
    paper_role: Role | None = word(Role, None)
    hidden_at: datetime | None = moment(None)
    erasing: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whoever wrote it was erased while it was being voted on: its words go when the vote is closed."""
    hidden_reason: str = Field(default="", max_length=HIDDEN_REASON_MAX)
    """Why a coordinator hid it; shown to its author."""

    @property
    def called(self) -> int | None:
        """The number that the room speaks of it by: its turn on the agenda, or else its own."""
        return self.turn or self.number

    @property
    def rule(self) -> Rule:
        """FLOW's row for its status."""
        return FLOW[self.status]

    @property
    def kept_back(self) -> bool:
        """Whether those who moderate have not shown it, or not any more. What a coordinator hides has a reason."""
        return self.hidden_at is not None and not self.hidden_reason

    def hidden_of(self, seat_id: int | None) -> bool:
        """Whether it is that seat's own, and nobody else can read it for now."""
        own = self.seat_id == seat_id and not self.on_paper
        return own and self.hidden_at is not None and not self.rule.taken_back

    def came_as(self, title: str, text: str, paper_role: Role | None) -> bool:
        """Whether it has these words, or had them when it came. A request that was long on its way may arrive after
        its repetition was answered and the idea edited."""
        known = (self.title, self.text, self.paper_role)
        return known == (title, text, paper_role) or self.first_words == self.digest(title, text, paper_role)

    def digest(self, title: str, text: str, paper_role: Role | None) -> bytes:
        """What is kept of words that were edited: nobody can read them in it."""
        return words_digest(self.submission, title, text, paper_role or "")


def stands(**asked: object) -> ColumnElement[bool]:
    """A condition for queries: the idea's status is one whose row in FLOW matches, as in `stands(owned=True)`."""
    return col(Idea.status).in_(statuses_that(**asked))


@event
@dataclass(frozen=True)
class IdeaProposed(EventBase):
    """An idea was written down."""

    idea_id: int


@event
@dataclass(frozen=True)
class IdeaEdited(EventBase):
    """The proposer changed its text."""

    idea_id: int


@event
@dataclass(frozen=True)
class IdeaAdmitted(EventBase):
    """The coordinator admitted a late idea."""

    idea_id: int


@event
@dataclass(frozen=True)
class IdeaHidden(EventBase):
    """A coordinator hid an idea, or showed it again."""

    idea_id: int


@event
@dataclass(frozen=True)
class WordsErased(EventBase):
    """Somebody was erased: words of theirs at an idea, or their name, can be read no more."""

    idea_id: int


@event
@dataclass(frozen=True)
class AgreementMade(EventBase):
    """The meeting agreed who carries an idea to a leader, or on its first step."""

    idea_id: int


@event
@dataclass(frozen=True)
class IdeasRevealed(EventBase):
    """The meeting's ideas were numbered and shown to everybody."""

    wakes = True

    meeting_id: int


@event
@dataclass(frozen=True)
class StatusChanged(EventBase):
    """An idea's status changed; `change_id` is the change on its timeline."""

    wakes = True

    idea_id: int
    change_id: int
