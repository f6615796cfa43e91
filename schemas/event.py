"""Event (hændelse): what happened, numbered per board. Events hold ids, and never text or voters."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import moment, ref


class Event(SQLModel, table=True):
    """One row of a board's log. On each board `seq` counts 1, 2, 3 … without a gap."""

    __table_args__ = (Index("event_at", "at", postgresql_using="brin"),)
    board_id: int = ref("board.id", primary=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str = Field(max_length=40)
    at: datetime = moment()
    actor_id: int | None = ref("seat.id", default=None, index=False)
    """The seat of the leader or coordinator who did it; never set for members."""
    data: dict[str, Any] = Field(sa_type=JSONB)


@dataclass(frozen=True)
class EventBase:
    """What all kinds of events share."""

    KINDS: ClassVar[dict[str, type["EventBase"]]] = {}
    wakes: ClassVar[bool] = False
    """Whether a worker handles it; only such events create a job."""

    def data(self) -> dict[str, Any]:
        """The ids it holds, as they are stored in the log."""
        return asdict(self)


E = TypeVar("E", bound=type[EventBase])


def event(kind: E) -> E:
    """Register a kind of event under its class name."""
    EventBase.KINDS[kind.__name__] = kind
    return kind


def read_event(kind: str, data: dict[str, Any]) -> EventBase:
    """The event that a row of the log holds. Raises KeyError for a kind that this version does not know."""
    return EventBase.KINDS[kind](**data)
