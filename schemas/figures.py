"""Figures (tal): what a board's ideas come to, kept so that one look over two thousand boards is quick."""

from datetime import date, datetime

from sqlalchemy import ARRAY, Date, DateTime, Integer, Text
from sqlmodel import Field, SQLModel

from schemas.columns import ref


class BoardFigures(SQLModel, table=True):
    """One row per board, written anew in the transaction that moves one of its ideas
    (server/views/overview/figures.py).

    It speaks of the ideas that are shown and not hidden. What changes with the days (how long, how late) is worked out
    from the days in it when somebody looks. Lists of one name belong together, place by place.
    """

    __tablename__ = "board_figures"
    board_id: int = ref("board.id", primary=True)
    waiting_since: list[date] = Field(sa_type=ARRAY(Date))
    """For each idea that waits for an answer, when it was sent; in order."""
    due: list[datetime] = Field(sa_type=ARRAY(DateTime(timezone=True)))
    """The last moment of each promise that an idea now lives under; when it has passed, the idea is overdue.
    In order."""
    on_the_way: list[str] = Field(sa_type=ARRAY(Text))
    """For each idea that somebody said yes to and that is not yet carried out, its statement; "" for none."""
    done: int = 0
    """Ideas that leaders say are carried out, confirmed and looked at included."""
    confirmed: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    unknown: int = 0
    answered_on: list[date] = Field(sa_type=ARRAY(Date))
    """The day of each idea's first answer; those of the last year and a little more."""
    answered_after: list[int] = Field(sa_type=ARRAY(Integer))
    """How many days that was after it was written down."""
    done_on: list[date] = Field(sa_type=ARRAY(Date))
    done_after: list[int] = Field(sa_type=ARRAY(Integer))
    done_for: list[str] = Field(sa_type=ARRAY(Text))
    """The statement of each idea that was carried out; "" for none."""
