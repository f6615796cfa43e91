"""Heard (blev du hørt): one anonymous question as people leave a meeting.

Like a ballot, an answer is stored under an HMAC of the seat, keyed by the meeting's secret. An hour
after the meeting the answers are counted, and answers and secret are deleted.
"""

from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import ref, word


class Heard(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class HeardAnswer(SQLModel, table=True):
    """One seat's answer. Exists until its meeting can no longer be opened again."""

    __tablename__ = "heard_answer"
    meeting_id: int = ref("meeting.id", primary=True)
    voter: bytes = Field(primary_key=True, sa_type=LargeBinary)
    heard: Heard = word(Heard)
