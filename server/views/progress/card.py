"""A card of the progress board: only as much of an idea as is shown there, and how many of its steps are taken."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.flow import FLOW, Rule, Status
from schemas.idea import Statement
from schemas.promises import Broken
from schemas.stages import Promise


@dataclass
class Card:
    """An idea on the board. Its owners and leader are named; its proposer never is."""

    id: int
    public_id: str
    number: int | None
    title: str
    status: Status
    since: datetime
    days: int
    theme: str = ""
    table_no: int | None = None
    """The table that it was written at."""
    statement: Statement | None = None
    answer_by: datetime | None = None
    until: date | None = None
    """The end of its trial, or the day on which it is to be looked at again."""
    owners: tuple[str, ...] = ()
    leader: str = ""
    """Who is to answer it, while it awaits an answer."""
    leader_id: int | None = None
    people: frozenset[int] = frozenset()
    """The accounts of its owners."""
    step: str = ""
    person: str = ""
    step_day: date | None = None
    """The day of the next step, whose words and person stand above: of those not taken, the earliest."""
    steps: int = 0
    done: int = 0
    """How many of its `steps` are taken: counted, never typed."""
    felt: bool = False
    """Whether its board has ever confirmed it."""
    broken: Broken | None = None
    found: bool = True
    """Whether it matches the words that were searched for."""
    role: str = ""
    """Its proposer's role; empty unless promise P3 lets it be disclosed (schemas/disclosure.py)."""

    @property
    def rule(self) -> Rule:
        """What its status allows and demands: its row in FLOW."""
        return FLOW[self.status]

    @property
    def carried_by(self) -> tuple[str, ...]:
        """Who has it now: the leader while it awaits an answer, otherwise its owners."""
        return (self.leader,) if self.rule.awaits and self.leader else self.owners

    @property
    def begun(self) -> bool:
        """Whether somebody is doing it now, on trial or for good."""
        return bool(self.rule.promises & {Promise.TRIAL, Promise.STALE})
