"""Question time (spørgetid): when a question was called and what became of it at a meeting, who asks it where the rules
want to know, and who wants to know it too."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode, urlsplit, urlunsplit

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting

NAME_MAX = 80
ADDRESS_MAX = 200


class Became(StrEnum):
    """What became of a question at one meeting."""

    ANSWERED = "answered"
    IN_WRITING = "in_writing"
    REFUSED = "refused"
    LAPSED = "lapsed"
    NEXT = "next"
    """It waits for the next meeting."""


class Turn(SQLModel, table=True):
    """One question at one meeting: made when it is called, or when it is put off or falls without having been.
    `called_at` to `ended_at` is when it was before the room."""

    __tablename__ = "question_turn"
    id: int = key()
    meeting_id: int = ref("meeting.id")
    idea_id: int = ref("idea.id")
    called_at: datetime | None = moment(None)
    ended_at: datetime | None = moment(None)
    became: Became | None = word(Became, None)


class Asker(SQLModel, table=True):
    """What somebody said of themselves, because the board's rules ask for it. Of their age only a yes is kept."""

    seat_id: int = ref("seat.id", primary=True)
    board_id: int = ref("board.id")
    name: str = Field(default="", max_length=NAME_MAX)
    address: str = Field(default="", max_length=ADDRESS_MAX)
    """Only staff see it."""
    adult: bool = False
    at: datetime = moment()


class Support(SQLModel, table=True):
    """ "Jeg vil også vide det": one seat's, under a key that is another for each question. Exists until its meeting can
    no longer be opened again."""

    meeting_id: int = ref("meeting.id")
    idea_id: int = ref("idea.id", primary=True)
    voter: bytes = Field(primary_key=True, sa_type=LargeBinary)


@event
@dataclass(frozen=True)
class TurnMoved(EventBase):
    """A question was called, or it was said what became of it."""

    meeting_id: int


@event
@dataclass(frozen=True)
class SupportMoved(EventBase):
    """The room reads another number of people who want to know it too."""

    meeting_id: int


@event
@dataclass(frozen=True)
class QuestionRulesSet(EventBase):
    """The board's rules for questions were chosen, or where a meeting can be seen."""

    meeting_id: int


def in_order(meeting: Meeting, ideas: Iterable[Idea], counts: dict[int, int]) -> list[Idea]:
    """The questions in the order of the queue: what enough people want to know, the most first; then the others, as
    they were shuffled for this meeting, the same for everybody. So nobody gains by being first, and nobody can see
    who the first few supporters were."""
    enough = meeting.form.support or 0

    def place(idea: Idea) -> tuple[int, bytes]:
        count = counts.get(idea.id, 0)
        chance = hashlib.sha256(f"{meeting.public_id}:{idea.public_id}".encode()).digest()
        return (-count if enough and count >= enough else 0), chance

    return sorted(ideas, key=place)


def told_count(meeting: Meeting, count: int) -> int | None:
    """How many want to know a question too, as far as it is told: once the queue is open, and from so many on."""
    enough = meeting.form.support
    opened = meeting.over or meeting.phases.index(meeting.phase) >= meeting.phases.index(Phase.QUEUE)
    return count if enough and opened and count >= enough else None


def in_stream(meeting: Meeting, at: datetime | None) -> str:
    """A link to a moment of the recording; "" if there is none, or the moment lies before it."""
    if not meeting.stream_url or at is None or meeting.stream_from is None or at < meeting.stream_from:
        return ""
    seconds = int((at - meeting.stream_from).total_seconds())
    parts = urlsplit(meeting.stream_url)
    query = "&".join(filter(None, (parts.query, urlencode({"t": seconds}))))
    return urlunsplit(parts._replace(query=query))
