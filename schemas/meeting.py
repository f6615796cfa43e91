"""Meeting (møde): one live sitting of a board, its phase, door and timer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import after_loss, former, key, moment, ref, word
from schemas.event import EventBase, event
from schemas.format import FORMATS, Format, FormatRule, Hide, Moderated, Names, Phase, PhaseRule
from schemas.handing_in import HandsIn
from schemas.roles import STAFF, Role
from schemas.round import Method, VoteOn
from schemas.secret import Secret, read_with


class AuthorSeen(StrEnum):
    """Who can see who wrote an idea or a comment."""

    NOBODY = "nobody"
    STAFF = "staff"
    ALL = "all"


class RevealBy(StrEnum):
    ALL = "all"
    ONE = "one"


QUESTION_MAX = 120  # it is read from the back row
TABLES_MOST = 60
LASTS = timedelta(hours=2)
"""How long a meeting is planned to last when nobody has said when it ends."""


class Meeting(HandsIn, SQLModel, table=True):
    """`phase_no` goes up with every phase that is entered, so that a phase and its repeat can be told apart."""

    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    title: str = Field(max_length=200)
    place: str = Field(default="", max_length=200)
    starts_at: datetime = moment()
    ends_at: datetime | None = moment(None)
    """When it is planned to end; None means LASTS after it starts."""
    ended_at: datetime | None = moment(None)
    ended_itself: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Nobody ended it, so a worker did (server/meeting/meetings/ending.py)."""
    settled_at: datetime | None = moment(None)
    """When what the end publishes was published (see there); until then it can be opened again."""
    door_was_open: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether the door was open when the meeting ended, for when it is opened again."""
    cancelled_at: datetime | None = moment(None)
    sequence: int = 0
    """How often the entry in people's calendars has changed (SEQUENCE in RFC 5545)."""
    format: Format = word(Format)
    phase: Phase = word(Phase, Phase.PROPOSE)
    phase_no: int = 1
    in_lobby: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Nobody has begun it yet; ask `begun`, since the version before leads it on without knowing of this."""
    question: str = Field(default="", max_length=QUESTION_MAX, sa_column_kwargs={"server_default": ""})
    """What it asks its members to write about; empty means the usual question."""
    door_open: bool = True
    code: str = Field(max_length=12, unique=True)
    join_token: str = Field(max_length=43, unique=True)
    screen_token: str = Field(max_length=43, unique=True)
    wall_page: int | None = None
    """The picture that the coordinator has turned the projector to in this step, from 1; None until she has."""
    wall_since: datetime | None = moment(None)
    """When the step began; from then the projector's pictures follow each other until she turns them."""
    wall_code: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether the projector shows nothing but the way in, large."""
    timer_ends_at: datetime | None = moment(None)
    timer_left_ms: int | None = None
    """Set while the timer is paused."""
    method: Method = word(Method, Method.DOTS)
    secrecy: str = former("secret")
    dots: int = 5
    most: int = 3
    own_allowed: bool = True
    leaders_vote: bool = True
    vote_on: VoteOn = word(VoteOn, VoteOn.ALL)
    themes: list[str] = Field(default_factory=list, sa_type=JSONB)
    """The themes that ideas may be put under; empty means the format's."""
    author_seen: AuthorSeen = word(AuthorSeen, AuthorSeen.NOBODY)
    reveal_by: RevealBy = word(RevealBy, RevealBy.ALL)
    moderated: Moderated | None = word(Moderated, None)
    """Whether what members write is looked at, and when; None means as its format says (`moderation`)."""
    members_group: bool = False
    """Whether members may group ideas too, or only the coordinator."""
    focus_id: int | None = Field(default=None, sa_type=BigInteger)
    focus_case_id: int | None = Field(default=None, sa_type=BigInteger)
    """The idea or the case that the room is talking about. No foreign key: it would make a cycle between tables."""
    stream_url: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    stream_from: datetime | None = moment(None)
    """Where it can be seen, and when that begins: answers are found in it by the seconds since then."""
    result_from: int | None = None
    """While the coordinator steps through a result, the best rank shown so far; None shows everything."""
    heard: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """How many felt heard; set when the meeting is settled, if enough people answered."""
    heard_after_loss: bool = after_loss()
    tables: int = Field(default=6, sa_column_kwargs={"server_default": "6"})
    """How many tables there are, where people sit at tables (`FormatRule.tables`)."""
    seats_most: int | None = None
    """How many may join; None means as many as the format says (schemas/format.py)."""
    asked: list[str] = Field(default_factory=list, sa_type=JSONB)
    lifted: list[str] = Field(default_factory=list, sa_type=JSONB)
    """The bounds (schemas/bounds.py) that the coordinator is asked to lift, and those lifted for this meeting."""
    hand_in_by: datetime | None = moment(None)
    agenda_told_at: datetime | None = moment(None)
    """The last moment for items of its agenda, None if as its format says; and when that was last sent to the invited.
    """

    if TYPE_CHECKING:

        @property
        def heard_secret(self) -> bytes | None:
            """Keys the HMAC of who answers "Blev du hørt?"; there from the first answer until they are counted."""

    @property
    def rule(self) -> PhaseRule:
        """What holds in its present phase."""
        return self.form.in_phase(self.phase)

    @property
    def form(self) -> FormatRule:
        """The row of its format (mødeform)."""
        return FORMATS[self.format]

    @property
    def moderation(self) -> Moderated:
        """Whether what members write is looked at, and when."""
        return self.moderated or self.form.moderated

    @property
    def gated(self) -> bool:
        """Whether nobody else reads what a member writes before somebody has shown it."""
        return self.moderation is Moderated.BEFORE

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of the meeting's format, in order."""
        return self.form.phases

    @property
    def offered(self) -> tuple[str, ...]:
        """The themes that ideas may be put under: its own, or those of its format."""
        return tuple(self.themes) or self.form.themes

    @property
    def begun(self) -> bool:
        """Whether its coordinator has begun it or led it on. Until then people gather, and its first step holds."""
        return not self.in_lobby or self.phase_no > 1

    @property
    def planned_end(self) -> datetime:
        """When it is planned to end."""
        return self.ends_at or self.starts_at + LASTS

    @property
    def over(self) -> bool:
        """Whether the meeting has ended or was cancelled."""
        return self.ended_at is not None

    @property
    def may_go_on(self) -> bool:
        """Whether it has ended but is not settled: it may still turn out that it was ended by mistake."""
        return self.ended_at is not None and self.cancelled_at is None and self.settled_at is None

    def under_way(self, now: datetime) -> bool:
        """Whether whoever opens it is at it. The door may be open days before it begins, or was to begin."""
        return not self.over and (self.begun or self.starts_at <= now)

    def names_authors_to(self, role: Role) -> bool:
        """Whether a page for `role` says who wrote something. Names that nobody has looked at are for staff alone."""
        to_all = self.author_seen is AuthorSeen.ALL and not (self.gated and self.form.names is not Names.REQUIRED)
        return to_all or (self.author_seen is not AuthorSeen.NOBODY and role in STAFF)

    @property
    def hides_ideas(self) -> bool:
        """Whether the phase hides other people's ideas from everybody."""
        return Hide.IDEAS in self.rule.hides

    @property
    def shows_one_by_one(self) -> bool:
        """Whether the coordinator is revealing ideas one by one; those still to come are hidden from everybody."""
        return self.phase is Phase.REVEAL and self.reveal_by is RevealBy.ONE

    def timer_left(self, now: datetime) -> timedelta | None:
        """How long the timer has left (negative once it has run out); None when there is no timer."""
        if self.timer_left_ms is not None:
            return timedelta(milliseconds=self.timer_left_ms)
        return self.timer_ends_at - now if self.timer_ends_at else None


read_with(Meeting, "heard_secret", Secret.meeting_id)


class Done(SQLModel, table=True):
    """ "Jeg er færdig": a seat has nothing more to do in a phase. The room sees how many, never who."""

    meeting_id: int = ref("meeting.id", primary=True)
    phase_no: int = Field(primary_key=True)
    seat_id: int = ref("seat.id", primary=True)


@event
@dataclass(frozen=True)
class MeetingOpened(EventBase):
    """A meeting was created and can be joined."""

    wakes = True

    meeting_id: int


@event
@dataclass(frozen=True)
class MeetingBegun(EventBase):
    """The coordinator began the meeting with the step that it stood in."""

    meeting_id: int


@event
@dataclass(frozen=True)
class PhaseEntered(EventBase):
    """The coordinator moved the meeting to a phase."""

    meeting_id: int
    phase: str
    phase_no: int


@event
@dataclass(frozen=True)
class TimerSet(EventBase):
    """The shared timer was started, changed, paused or removed."""

    meeting_id: int


@event
@dataclass(frozen=True)
class DoorMoved(EventBase):
    """The door was opened or locked for newcomers."""

    meeting_id: int


@event
@dataclass(frozen=True)
class WallTurned(EventBase):
    """The coordinator turned the projector to another picture, or made the way in large or small."""

    meeting_id: int


@event
@dataclass(frozen=True)
class VotingSet(EventBase):
    """The rules of the next round were set."""

    meeting_id: int


@event
@dataclass(frozen=True)
class BoundReached(EventBase):
    """Somebody ran into one of the meeting's bounds: there was no room for what they wanted to add."""

    meeting_id: int


@event
@dataclass(frozen=True)
class BoundLifted(EventBase):
    """The coordinator made room for more."""

    meeting_id: int


@event
@dataclass(frozen=True)
class MeetingChanged(EventBase):
    """The title, time, place or another setting was changed."""

    wakes = True

    meeting_id: int
