"""Round (afstemning), Ballot (stemmeseddel) and Tally (resultat): one vote on a set of ideas.

A ballot is one row (round, voter key). The key is an HMAC of the seat under the round's secret. Ballots and secret are
deleted when the round closes, so afterwards nobody can say who voted for what.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, select

from schemas.columns import Words, after_loss, former, key, moment, ref, word
from schemas.disclosure import Detail, too_few
from schemas.event import EventBase, event
from schemas.roles import Role
from schemas.secret import Secret, read_with


class Method(StrEnum):
    DOTS = "dots"
    APPROVAL = "approval"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


DOTS_MAX = 100


class VoteOn(StrEnum):
    ALL = "all"
    CHOSEN = "chosen"
    """Only the ideas that the previous round chose."""


class Round(SQLModel, table=True):
    """One vote. Each voter has `dots` dots, at most `most` of them on one idea; approval is one mark per idea."""

    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    state: RoundState = word(RoundState, RoundState.OPEN)
    method: Method = word(Method)
    secrecy: str = former("secret")
    dots: int
    most: int
    own_allowed: bool = True
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(None)
    eligible: int = 0
    """How many could vote. It stays the same when a seat is removed, since the seat's ballot does too: a turnout that
    fell by one, or did not, would tell whether that seat had voted."""
    removed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How many of them were removed while it was open; the coordinator may want to repeat the vote."""
    voters: int | None = None
    on_paper: int = 0
    """How many of the ballots were entered from paper."""
    slips: int = 0
    """The number of the last paper ballot entered."""
    result_token: str = Field(max_length=43, unique=True)
    detail: Detail = Field(default=Detail.NOTHING, sa_type=Words(Detail), nullable=False)
    """How much of the whole room's result may be published; set when the round closes."""
    breakdown: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """Totals by role, only where the disclosure rule lets them be published."""
    after_loss: bool = after_loss()

    if TYPE_CHECKING:

        @property
        def secret(self) -> bytes | None:
            """Keys the HMAC of the voters; deleted in the transaction that closes the round."""

    @property
    def told(self) -> bool:
        """Whether it has a result that may be published."""
        return self.state is RoundState.CLOSED and self.detail is Detail.EXACT

    @property
    def too_few(self) -> bool:
        """Whether too few voted for anything to be published."""
        return too_few(self.voters or 0)


read_with(Round, "secret", Secret.round_id)


class RoundIdea(SQLModel, table=True):
    """An idea that is voted on; frozen when the round opens."""

    __tablename__ = "round_idea"
    round_id: int = ref("round.id", primary=True)
    idea_id: int = ref("idea.id", primary=True)


class RoundVoter(SQLModel, table=True):
    """A seat that may vote; frozen when the round opens. It does not say whether the seat has voted."""

    __tablename__ = "round_voter"
    round_id: int = ref("round.id", primary=True)
    seat_id: int = ref("seat.id", primary=True)
    role: Role = word(Role)


class Ballot(SQLModel, table=True):
    """All dots of one voter: {"idea id": dots}. Exists only while its round is open."""

    round_id: int = ref("round.id", primary=True)
    voter: bytes = Field(primary_key=True, sa_type=LargeBinary)
    dots: dict[str, int] = Field(sa_type=JSONB)
    version: int = 1
    paper_role: Role | None = word(Role, None)
    """The role of the person whose paper ballot a scribe entered."""
    form_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    """HMAC, under the round's secret, of the form that a paper ballot was sent with: sent twice, it is one ballot."""


class Tally(SQLModel, table=True):
    """What an idea got in a closed round."""

    round_id: int = ref("round.id", primary=True)
    idea_id: int = ref("idea.id", primary=True)
    voters: int
    dots: int
    rank: int
    chosen: bool = False
    """Whether it was among the ideas with the most dots. What has become of it since is the idea's status."""


@event
@dataclass(frozen=True)
class RoundOpened(EventBase):
    """A vote began."""

    round_id: int


@event
@dataclass(frozen=True)
class RoundClosed(EventBase):
    """A vote ended and its totals were written."""

    wakes = True

    round_id: int


@event
@dataclass(frozen=True)
class RoundVoided(EventBase):
    """A vote was called off without a result."""

    wakes = True

    round_id: int


def newest_counted(meeting_id: Any) -> Any:
    """A scalar subquery for the id of the round whose result stands in a meeting: the newest that may be published,
    else the newest that was counted; no row when none was. A repeat that is called off, or in which too few took part
    for anything to be published, leaves the earlier result standing."""
    counted = aliased(Round)  # the query around it may select from round itself
    query = select(counted.id).where(counted.meeting_id == meeting_id, counted.state == RoundState.CLOSED)
    told = col(counted.detail) == Detail.EXACT
    return query.order_by(told.desc(), col(counted.id).desc()).limit(1).scalar_subquery()


@event
@dataclass(frozen=True)
class ResultStepped(EventBase):
    """The coordinator showed one more line of the result, or all of it."""

    meeting_id: int
