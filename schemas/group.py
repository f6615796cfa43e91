"""Group (gruppe): ideas put together because they are about the same thing; and ideas merged into one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import Status

GROUP_NAME_MAX = 80


class IdeaGroup(SQLModel, table=True):
    """Some of a meeting's ideas under one name. An idea is in at most one group; a group that is empty is deleted."""

    __tablename__ = "idea_group"
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    name: str = Field(default="", max_length=GROUP_NAME_MAX)
    made_at: datetime = moment()


class Merge(SQLModel, table=True):
    """An idea that was merged into another, and what it was before, so that undoing restores it exactly. Undoing
    deletes the row."""

    idea_id: int = ref("idea.id", primary=True)
    into_id: int = ref("idea.id")
    status_before: Status = word(Status)
    group_before: int | None = ref("idea_group.id", default=None, index=False)
    at: datetime = moment()


class Unlike(SQLModel, table=True):
    """Two ideas that somebody said are different, so that nobody is asked again; `idea_id` is the older."""

    idea_id: int = ref("idea.id", primary=True)
    other_id: int = ref("idea.id", primary=True)


@event
@dataclass(frozen=True)
class IdeasGrouped(EventBase):
    """Ideas were grouped or ungrouped, a group was named, or two ideas were said to be different."""

    meeting_id: int
