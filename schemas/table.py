"""Table (bord): where somebody sits at a meeting whose format has tables, and which tables ask for help."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from schemas.columns import moment, ref
from schemas.event import EventBase, event


class TableSeat(SQLModel, table=True):
    """Which table a seat sits at. It is forgotten after the meeting: an idea keeps its table's number, and nobody's
    name."""

    __tablename__ = "table_seat"
    meeting_id: int = ref("meeting.id", primary=True)
    seat_id: int = ref("seat.id", primary=True)
    number: int


class TableHelp(SQLModel, table=True):
    """A table that has asked the coordinator for help; the row goes when she has been there."""

    __tablename__ = "table_help"
    meeting_id: int = ref("meeting.id", primary=True)
    number: int = Field(primary_key=True)
    asked_at: datetime = moment()


@event
@dataclass(frozen=True)
class TableMoved(EventBase):
    """Somebody sat down at a table, wrote there, or chose what it shows; or it asked for help, or got it."""

    meeting_id: int
    number: int
