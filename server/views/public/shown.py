"""What strangers read of a board, as values: `content.py` makes them, and pages, feeds and files are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.answer import Effect
from schemas.flow import FLOW, Rule, Status
from schemas.format import Written
from schemas.house_rules import Numbered
from server.core.errors import Gone, NotFound
from server.room.moderation.record import Counts
from server.views.public.wordings import Words


@dataclass(frozen=True)
class Told:
    """An official line about an idea: where it came, who said so for the organisation, and what."""

    status: Status
    at: datetime
    who: str = ""
    """Name, title and level; "" if members or nobody in particular did it."""
    words: str = ""
    """Staff's own; "" for everybody else's."""
    place: str = ""
    """Where it was sent, or is tried out."""
    day: date | None = None
    effect: Effect | None = None

    @property
    def rule(self) -> Rule:
        """The row of FLOW for the status."""
        return FLOW[self.status]


@dataclass(frozen=True)
class Shown:
    """An idea as strangers read it."""

    number: int
    words: Words
    retold: bool
    """Whether they are the coordinator's words."""
    also: tuple[Words, ...]
    """Other members' wordings of it, each with its author's yes; none where it is retold."""
    theme: str
    status: Status
    lines: tuple[Told, ...]
    """Oldest first."""
    said_at: datetime
    """When the meeting was at which it was said."""
    table_no: int | None = None
    place: str = ""
    """The table at that meeting, and where that was; an idea without a table has neither."""
    answer_by: date | None = None
    """The date by which it is to be answered, if it waits for an answer."""

    @property
    def rule(self) -> Rule:
        """The row of FLOW for the status it has now."""
        return FLOW[self.status]

    @property
    def now(self) -> Told:
        """The line that brought it to where it is."""
        return self.lines[-1] if self.lines else Told(self.status, self.said_at)

    @property
    def moved_at(self) -> datetime:
        """When something was last told about it."""
        return self.now.at


@dataclass(frozen=True)
class ToCome:
    """A meeting that is planned."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Record:
    """Approved minutes in their edition for everybody; `minutes.py` has what they say."""

    number: int
    title: str
    held_at: datetime
    approved_at: datetime


@dataclass(frozen=True)
class OpenBoard:
    """A board's open page."""

    slug: str
    name: str
    unit: str
    intro: str
    look: Mapping[str, str | int]
    embedded_in: tuple[str, ...]
    opened_at: datetime
    ideas: tuple[Shown, ...]
    """Those that something was last told about first."""
    to_come: tuple[ToCome, ...]
    minutes: tuple[Record, ...]
    """Of the newest meeting first."""
    gone: frozenset[int]
    """The numbers of ideas that were here once."""
    gone_minutes: frozenset[int]
    """The numbers of minutes that were here once."""
    written: Written = Written.IDEA
    """What is written at the board; all its pages and its feed call it so."""
    rules: tuple[Numbered, ...] = ()
    """What may be written at the board."""
    counts: Counts = field(default_factory=Counts)
    """How often something was shown, asked about and refused."""

    def idea(self, number: int) -> Shown:
        """The idea with that number. Raises Gone if it was here once, and NotFound."""
        for idea in self.ideas:
            if idea.number == number:
                return idea
        raise Gone if number in self.gone else NotFound

    def record(self, number: int) -> Record:
        """The minutes with that number. Raises Gone if they were here once, and NotFound."""
        for record in self.minutes:
            if record.number == number:
                return record
        raise Gone if number in self.gone_minutes else NotFound
