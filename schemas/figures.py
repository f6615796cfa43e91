"""Figures (tal): a board's ideas added up, stored so that an overview of two thousand boards is quick."""

from datetime import date, datetime

from sqlalchemy import ARRAY, Date, DateTime, Integer, Text
from sqlmodel import Field, SQLModel

from schemas.columns import ref


class BoardFigures(SQLModel, table=True):
    """One row per board, rewritten in the transaction that moves one of its ideas (server/views/overview/figures.py).

    It covers the ideas that are shown and not hidden. What changes from day to day (how long, how late) is worked out
    from its dates when somebody looks. `answered_on` and `answered_after` are parallel lists, and so are the `done_`
    ones.
    """

    __tablename__ = "board_figures"
    board_id: int = ref("board.id", primary=True)
    waiting_since: list[date] = Field(sa_type=ARRAY(Date))
    """The day on which the board first asked about each idea that waits for an answer, in order. An idea that was sent
    on still waits."""
    due: list[datetime] = Field(sa_type=ARRAY(DateTime(timezone=True)))
    """The deadline of each promise that holds for an idea now, in order; when it has passed, the idea is overdue."""
    on_the_way: list[str] = Field(sa_type=ARRAY(Text))
    """The statement of each idea that somebody said yes to and that is not yet carried out; "" for none."""
    done: int = 0
    """Ideas that leaders say are carried out, including those that were confirmed or evaluated."""
    confirmed: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    unknown: int = 0
    answered_on: list[date] = Field(sa_type=ARRAY(Date))
    """The day of each idea's first answer, for the last year and a little more. Sending it on is none."""
    answered_after: list[int] = Field(sa_type=ARRAY(Integer))
    """How many days after the board's first question that was."""
    done_on: list[date] = Field(sa_type=ARRAY(Date))
    done_after: list[int] = Field(sa_type=ARRAY(Integer))
    done_for: list[str] = Field(sa_type=ARRAY(Text))
    """The statement of each of those; "" for none."""


class LeaderFigures(SQLModel, table=True):
    """How many of a board's ideas one leader was asked about, and how many of them they sent on: rewritten with the
    board's figures."""

    __tablename__ = "leader_figures"
    board_id: int = ref("board.id", primary=True)
    person_id: int = ref("person.id", primary=True)
    asked: int
    sent_on: int
