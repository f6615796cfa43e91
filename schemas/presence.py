"""Presence: which seats are connected, one row per server and board, written when it changes and every ten seconds."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from schemas.columns import moment, ref


class Presence(SQLModel, table=True):
    """The seats that one server sees on one board; stale after GRACE (server/live/presence.py)."""

    server: str = Field(max_length=32, primary_key=True)
    board_id: int = ref("board.id", primary=True)
    seat_ids: list[int] = Field(sa_type=ARRAY(BigInteger))
    at: datetime = moment()
