"""Installation: what a database knows of itself, in one row. `server/core/whereabouts.py` reads and moves its mark."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import moment


class Installation(SQLModel, table=True):
    """The one row has the id 1, and is there from the first migration on."""

    __table_args__ = (CheckConstraint("id = 1", name="installation_is_one"),)
    id: int = Field(default=1, primary_key=True)
    mark: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Goes up once a minute, so that a state of the database can be told from an earlier one."""
    marked_at: datetime = moment()
    """When it last did: what a copy holds is from no earlier than this, and from little later."""
    position: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """Where it then was in PostgreSQL's log (`server/core/whereabouts.py`)."""
    home: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    """Which database of which cluster it was then: a copy finds another. Empty until it is known."""
    recounted_on: date | None = None
    """The day on which the figures were counted anew, from the board's first question to a real answer; None where they
    were never counted otherwise."""
    mirrored: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    """Whether secrets also stand in the columns where the version before looks for them. The first backup ends that."""
