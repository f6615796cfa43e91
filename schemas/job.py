"""Job (opgave): something a worker does at a given time. Written in the transaction that makes it due."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word


class JobState(StrEnum):
    DUE = "due"
    DONE = "done"
    DEAD = "dead"
    HELD = "held"
    """It fell due in a time that a restore has taken away; the operator says whether it is still to be done."""


class Job(SQLModel, table=True):
    """`kind` names the function, `subject_id` the row it starts from. `lease_token` belongs to the worker that holds
    the lease."""

    __table_args__ = (Index("job_waiting", "due_at", postgresql_where=text("state = 'due'")),)
    id: int = key()
    kind: str = Field(max_length=40)
    board_id: int | None = ref("board.id", default=None)
    idea_id: int | None = ref("idea.id", default=None)
    """The idea under which coordinators see it; None if it is about no idea."""
    subject_id: int = Field(sa_type=BigInteger)
    dedupe: str = Field(max_length=200, unique=True)
    due_at: datetime = moment()
    state: JobState = word(JobState, JobState.DUE)
    attempts: int = 0
    lease_until: datetime | None = moment(None)
    lease_token: str | None = Field(default=None, max_length=32)
    last_error: str | None = Field(default=None, max_length=100)
    """The class of the last error, never its text, which may contain a name."""
    done_at: datetime | None = moment(None)
    again_by: int | None = ref("seat.id", default=None)
    """The seat that asked to have it tried again after it was given up."""


class Cursor(SQLModel, table=True):
    """How far the workers have handled a board's events."""

    board_id: int = ref("board.id", primary=True)
    seq: int = Field(default=0, sa_type=BigInteger)
