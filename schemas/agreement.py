"""Agreement (aftale): what a meeting agreed about a chosen idea before it goes to a leader."""

from datetime import date

from sqlmodel import Field, SQLModel

from schemas.columns import ref


class Agreement(SQLModel, table=True):
    """Who carries the idea stands in `Owner` (carries), the first step in `Step`. `version` counts what was saved.

    It may be changed until the idea is sent; then it is kept as it was, whatever the leader decides.
    """

    idea_id: int = ref("idea.id", primary=True)
    version: int = Field(default=1)
    step_id: int | None = ref("step.id", default=None)
    leader_id: int | None = ref("person.id", default=None)
    """Whom it is meant for; the idea's own leader is set when it is sent."""
    answer_by: date | None = None
