"""What comes due about an idea while it is hidden waits until the idea is shown again: a promise is not forgotten."""

from datetime import timedelta

from schemas.flow import Status
from schemas.idea import Idea
from workers.task import Wait

LOOK = timedelta(days=1)


def wait_while_hidden(idea: Idea | None, *statuses: Status) -> None:
    """Raise Wait for an idea that is hidden in one of `statuses`; nothing is said of it meanwhile."""
    if idea is not None and idea.hidden_at is not None and idea.status in statuses:
        raise Wait(LOOK, "Hidden")
