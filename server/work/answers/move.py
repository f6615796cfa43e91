"""An idea on its way from one status to another."""

from dataclasses import dataclass, field
from typing import Any

from schemas.flow import Status
from schemas.idea import Idea
from server.core.change import Change
from server.organisation.units.ladder import Ladder
from server.work.answers.needs import Given


@dataclass
class Move:
    """One idea on its way to a status. `line` collects the columns of the timeline's new line."""

    change: Change
    idea: Idea
    status: Status
    given: Given
    ladder: Ladder
    line: dict[str, Any] = field(default_factory=dict)
