"""Invitation (indbydelse): a way into one board for one person; it dies at first use."""

from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary
from sqlmodel import Field, SQLModel, col

from schemas.columns import key, moment, ref, word
from schemas.roles import Role
from schemas.seat import NAME_MAX

INVITATION_CODE_LENGTH = 10
"""Symbols of a code on the printed sheet, as many as a return code has."""


class Invitation(SQLModel, table=True):
    """Only the hashes of the link's token and of the typed code are kept."""

    id: int = key()
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    code_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    role: Role | None = word(Role, None)
    name: str = Field(default="", max_length=NAME_MAX)
    mail: str = Field(default="", max_length=254)
    """Where the reminder and the minutes go; forgotten soon after the meeting. Empty for a printed slip."""
    language: str = Field(default="da", max_length=2)
    salt: str = Field(default="", max_length=43)
    """What a mailed link's token is worked out from, with our secret, so that the reminder can hold the link again."""
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(None)
    seat_id: int | None = ref("seat.id", default=None)

    @property
    def used(self) -> bool:
        """Whether a seat was taken by it. One whose browser kept no cookie is gone again, and the invitation is not."""
        return self.used_at is not None and self.seat_id is not None


def used_up() -> ColumnElement[bool]:
    """The same in a query."""
    return col(Invitation.used_at).is_not(None) & col(Invitation.seat_id).is_not(None)
