"""A card of the progress board: no more of an idea than is shown of it, and how many of its steps are taken."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.flow import FLOW, Rule, Status
from schemas.idea import Statement
from schemas.promises import Broken
from schemas.stages import Promise


@dataclass
class Card:
    """An idea on the board. Staff who carry it are named; who proposed it never is."""

    id: int
    public_id: str
    number: int | None
    title: str
    status: Status
    since: datetime
    days: int
    theme: str = ""
    statement: Statement | None = None
    answer_by: datetime | None = None
    until: date | None = None
    """The end of its trial, or the day on which it is looked at again."""
    owners: tuple[str, ...] = ()
    leader: str = ""
    """Who is to answer, while it waits for that."""
    leader_id: int | None = None
    people: frozenset[int] = frozenset()
    """The accounts of its owners."""
    step: str = ""
    person: str = ""
    step_day: date | None = None
    """The next step: the first that is not taken, by its day."""
    steps: int = 0
    done: int = 0
    """Steps in all, and taken: counted, never typed."""
    felt: bool = False
    """Its board has confirmed it, whatever came after."""
    broken: Broken | None = None
    found: bool = True
    """It speaks of the words that were searched for."""
    role: str = ""
    """As what its proposer sits there; empty unless promise P3 lets it be told (schemas/disclosure.py)."""

    @property
    def rule(self) -> Rule:
        """What follows from where it is."""
        return FLOW[self.status]

    @property
    def carried_by(self) -> tuple[str, ...]:
        """Who has it now: the leader while it waits for an answer, else its owners."""
        return (self.leader,) if self.rule.awaits and self.leader else self.owners

    @property
    def begun(self) -> bool:
        """Somebody does it now, for a while or for good."""
        return bool(self.rule.promises & {Promise.TRIAL, Promise.STALE})
