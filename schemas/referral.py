"""Referral (videresendt): an idea that another unit or body was asked about. It is no answer until they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from schemas.answer import ANSWER_MAX
from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word

BODY_MAX = 200
NAME_MAX = 200
LINK_DAYS = timedelta(days=30)
"""How long past its date the link of somebody without an account still opens."""


class ReferralState(StrEnum):
    SENT = "sent"
    """They have it, and their date runs."""
    ANSWERED = "answered"
    RETURNED = "returned"
    """They gave it back, or said that it is somebody else's."""
    SILENT = "silent"
    """Nothing came, and it went back to whoever sent it."""
    WITHDRAWN = "withdrawn"
    """Whoever sent it took it back."""


@dataclass(frozen=True)
class StateRule:
    """What follows from a referral's state."""

    open: bool = False
    """The body may still answer, and is watched."""
    answered: bool = False
    """It ended with words of the body's own that decide the idea."""


STATES = {
    ReferralState.SENT: StateRule(open=True),
    ReferralState.ANSWERED: StateRule(answered=True),
    ReferralState.RETURNED: StateRule(),
    ReferralState.SILENT: StateRule(),
    ReferralState.WITHDRAWN: StateRule(),
}
OPEN = tuple(state for state, rule in STATES.items() if rule.open)
UNANSWERED = tuple(state for state, rule in STATES.items() if not rule.open and not rule.answered)
"""It ended, and the idea has no answer by it."""


class Referral(SQLModel, table=True):
    """One body that was asked about one idea. A hop ("ikke os") ends it and begins another, which names it as
    `previous_id` and keeps its `first_sent_at` and `reply_by`. An idea has at most one that is open."""

    __table_args__ = (
        Index("one_open_referral", "idea_id", unique=True, postgresql_where=text("state = 'sent'")),
        Index("ix_referral_open_unit", "unit_id", postgresql_where=text("state = 'sent'")),
    )
    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    idea_id: int = ref("idea.id")
    change_id: int | None = ref("status_change.id", default=None)
    """The line of the timeline that says it was sent."""
    unit_id: int | None = ref("unit.id", default=None)
    """The unit that was asked; None for a body that is only a name."""
    body: str = Field(max_length=BODY_MAX)
    """Its name, as it was then."""
    mail: str = Field(default="", max_length=254)
    """The address that was asked, which has no account; "" when a leader was asked, or nobody."""
    token_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """The hash of the link that opens this one idea; None once it is dead, or when there is none."""
    note: str = Field(default="", max_length=ANSWER_MAX)
    """What the sender asks."""
    sent_at: datetime = moment()
    sent_by: int | None = ref("seat.id", default=None)
    """Who sent it from the board; a hop keeps them."""
    first_sent_at: datetime = moment()
    reply_by: datetime = moment()
    previous_id: int | None = ref("referral.id", default=None)
    told_id: int | None = ref("person.id", default=None)
    """The leader who was written to; another one, who comes into the office, is written to then."""
    state: ReferralState = word(ReferralState, ReferralState.SENT)
    state_at: datetime = moment()
    answered_by: int | None = ref("person.id", default=None)
    """Who ended it with an account: for the body, or a coordinator who wrote down what the body said."""
    answered_name: str = Field(default="", max_length=NAME_MAX)
    """The name typed by whoever used the link."""
    said: str = Field(default="", max_length=ANSWER_MAX)
    """Why it was returned or passed on."""
    heard: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """A coordinator wrote down what the body said."""
    disputed_at: datetime | None = moment(None)
    disputed_by: int | None = ref("seat.id", default=None)
    disputed_why: str = Field(default="", max_length=ANSWER_MAX)

    @property
    def rule(self) -> StateRule:
        """What follows from its state."""
        return STATES[self.state]

    @property
    def by_link(self) -> bool:
        """Whether whoever ended it came by the link."""
        return bool(self.answered_name)

    @property
    def asks_nobody(self) -> bool:
        """Whether it went to a name alone: the coordinator must find out."""
        return self.unit_id is None and not self.mail
