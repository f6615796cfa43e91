"""Browser session: what the cookie stands for, and the seats it gives."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref


class BrowserSession(SQLModel, table=True):
    """What the cookie stands for: a person, if they signed in, and one seat per board. Only its hash is stored."""

    __tablename__ = "browser_session"
    id: int = key()
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    person_id: int | None = ref("person.id", default=None)
    language: str = Field(default="da", max_length=2)
    theme: str = Field(default="", max_length=10)
    size: str = Field(default="", max_length=10)
    paused: bool = False
    """How this browser reads, as on `Seat`; needed for staff, who have a seat on each board."""
    created_at: datetime = moment(index=True)


class SessionSeat(SQLModel, table=True):
    """The seat that a browser session has on one board."""

    __tablename__ = "session_seat"
    session_id: int = ref("browser_session.id", primary=True)
    board_id: int = ref("board.id", primary=True)
    seat_id: int = ref("seat.id")
    since: datetime = moment()
    code_seen_at: datetime | None = moment(None)
    """When this browser was last shown that the seat's return code had been used elsewhere."""
