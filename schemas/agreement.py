"""Agreement (aftale): what a meeting agreed about a chosen idea before it goes to a leader."""

from datetime import date

from sqlmodel import Field, SQLModel

from schemas.columns import ref


class Agreement(SQLModel, table=True):
    """Who carries the idea is an `Owner` (with `carries`), the first step a `Step`. `version` goes up with each save.

    It can be changed until the idea is sent. From then on it stays as it was, whatever the leader decides.
    """

    idea_id: int = ref("idea.id", primary=True)
    version: int = Field(default=1)
    step_id: int | None = ref("step.id", default=None)
    leader_id: int | None = ref("person.id", default=None)
    """The leader it is meant for. `Idea.leader_id` is not set until the idea is sent."""
    answer_by: date | None = None
    has: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    has_too: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """Who the room thinks should have the idea, and who should share it: two organisations, where the format asks. The
    leader's form is filled in with them."""
