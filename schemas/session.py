"""Browser session: what the cookie stands for, and the seats it gives."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref

DEVICE_MAX = 40


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
    device: str = Field(default="", max_length=DEVICE_MAX, sa_column_kwargs={"server_default": ""})
    """On what its person signed in: browser and system, such as "Firefox/Windows"; "" if unknown."""
    signed_in_at: datetime | None = moment(None)
    used_at: datetime | None = moment(None)
    """When its person last did something here, to within some minutes."""
    signed_in_until: datetime | None = moment(None)
    """When its person is signed out if they do nothing more (server/core/signed_in.py). All three are None without a
    person."""
    renews: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Its rights have changed behind its back, so that it is to be given a new cookie (server/core/renewing.py)."""
    former_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """The cookie before the present one, which still works until `former_until`."""
    former_until: datetime | None = moment(None)
    """None until the browser has brought the new cookie back."""


class SessionSeat(SQLModel, table=True):
    """The seat that a browser session has on one board."""

    __tablename__ = "session_seat"
    session_id: int = ref("browser_session.id", primary=True)
    board_id: int = ref("board.id", primary=True)
    seat_id: int = ref("seat.id")
    since: datetime = moment()
    code_seen_at: datetime | None = moment(None)
    """When this browser was last shown that the seat's return code had been used elsewhere."""
