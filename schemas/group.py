"""Group (gruppe): ideas that were put together because they are about the same; and ideas merged into one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import Status

GROUP_NAME_MAX = 80


class IdeaGroup(SQLModel, table=True):
    """Some ideas of one meeting under a name. An idea is in one group at the most; a group of none is gone."""

    __tablename__ = "idea_group"
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    name: str = Field(default="", max_length=GROUP_NAME_MAX)
    made_at: datetime = moment()


class Merge(SQLModel, table=True):
    """An idea that is merged into another, and what it was before, so that undoing it is exact. Gone when undone."""

    idea_id: int = ref("idea.id", primary=True)
    into_id: int = ref("idea.id")
    status_before: Status = word(Status)
    group_before: int | None = ref("idea_group.id", default=None, index=False)
    at: datetime = moment()


class Unlike(SQLModel, table=True):
    """Two ideas that somebody said are not the same, so that nobody is asked again; `idea_id` is the older one."""

    idea_id: int = ref("idea.id", primary=True)
    other_id: int = ref("idea.id", primary=True)


@event
@dataclass(frozen=True)
class IdeasGrouped(EventBase):
    """Ideas were put together or apart, a group got a name, or two ideas were said not to be the same."""

    meeting_id: int
