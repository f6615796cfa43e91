"""Board (peerboard): the standing body of one unit; it outlives its meetings and numbers its events."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Computed, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id, new_token
from schemas.columns import key, moment, ref, word
from schemas.danish_order import danish_sql
from schemas.event import EventBase, event
from schemas.format import FORMATS, Format, FormatRule


class Board(SQLModel, table=True):
    """`seq` is the number of the newest event; `epoch` changes when a backup is restored."""

    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    unit_id: int = ref("unit.id")
    name: str = Field(max_length=200)
    sort_name: str | None = Field(
        default=None, sa_column=Column(Text(collation="C"), Computed(danish_sql("name"), persisted=True))
    )
    """The sort key of its name, kept by PostgreSQL for lists that it sorts and cuts itself."""
    format: Format = word(Format)
    epoch: str = Field(default_factory=lambda: new_token()[:12], max_length=16)
    seq: int = Field(default=0, sa_type=BigInteger)
    moved_at: datetime | None = moment(None)
    """When the newest event happened; None while nothing has."""
    last_number: int = 0
    """The highest idea number given so far on this board."""
    last_guest: int = 0
    """How many people have joined without a name ("Gæst 4")."""
    answer_days: int = 30
    """How long a leader has to answer, unless another date is agreed."""
    escalate_days: int = 14
    """How many days late an answer may be before the idea goes one unit up."""
    question_rules: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """The rules for questions at its meetings, by name (schemas/question_rules.py); "" means the default."""
    election_on: date | None = None
    """When the council that answers is elected next, as far as the rules for questions ask."""
    closed_at: datetime | None = moment(None)
    """When it was closed: it can be read, nothing can be added, and nobody hears from it. None while it is open."""
    published: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether it has, or once had, an open page (`Publication`): only then are changes counted for it."""
    look: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """How its pages look: the URLs of the nearest unit's colours and logo, copied here so that no page queries them."""

    @property
    def form(self) -> FormatRule:
        """The row of the format that its coming meetings have."""
        return FORMATS[self.format]


@event
@dataclass(frozen=True)
class BoardClosed(EventBase):
    """The board was closed: its pages can be read, and nothing is added."""


@event
@dataclass(frozen=True)
class BoardOpened(EventBase):
    """The board was opened again."""
