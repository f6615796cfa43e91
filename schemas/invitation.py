"""Invitation (indbydelse): a way into one board for one person; it can be used once."""

from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary
from sqlmodel import Field, SQLModel, col

from schemas.columns import key, moment, ref, word
from schemas.roles import Role
from schemas.seat import NAME_MAX

INVITATION_CODE_LENGTH = 10
"""Symbols in the code on a printed sheet, as many as in a return code."""


class Invitation(SQLModel, table=True):
    """Of the link's token and the typed code, only hashes are stored."""

    id: int = key()
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    code_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    role: Role | None = word(Role, None)
    name: str = Field(default="", max_length=NAME_MAX)
    mail: str = Field(default="", max_length=254)
    """Where the reminder and the minutes go; erased soon after the meeting. Empty for a printed slip."""
    language: str = Field(default="da", max_length=2)
    salt: str = Field(default="", max_length=43)
    """A mailed link's token is derived from this and our secret, so that the reminder can contain the link again."""
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(None)
    seat_id: int | None = ref("seat.id", default=None)
    member_id: int | None = ref("member.id", default=None)
    """Whom of the board's list it was made for; None for anybody else."""
    declined_at: datetime | None = moment(None)
    """When they said that they cannot come. It still lets them in."""

    @property
    def used(self) -> bool:
        """Whether a seat was taken with it. If the browser kept no cookie the seat goes again, and the invitation is
        still good."""
        return self.used_at is not None and self.seat_id is not None


def used_up() -> ColumnElement[bool]:
    """The same, as a condition for queries."""
    return col(Invitation.used_at).is_not(None) & col(Invitation.seat_id).is_not(None)
