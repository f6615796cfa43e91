"""The work on an idea as one reader sees it: what they may do about it, and what their forms hold."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.answer import Owner, Step
from schemas.flow import By, Status, choices
from schemas.idea import Idea
from schemas.promises import in_order, late
from schemas.seat import Seat
from schemas.stages import Promise
from server.core import clock
from server.ideas.ideas.queries import Story
from server.ideas.ideas.story_parts import Own
from server.web.edit_conflicts import as_was
from server.work.answers.queries import Acts, load_acts
from server.work.owners.commands import as_fields
from server.work.steps.commands import as_fields as step_fields

WORKING: dict[str, Any] = {"form": "", "typed": {}, "wrong": {}, "problem": "", "clashes": {}, "was": ""}
"""Which form was not filled in, and what was typed there."""


@dataclass
class Work:
    """`door` is what the addresses of the forms begin with."""

    door: str
    idea: Idea
    steps: list[Step]
    by: frozenset[By]
    owners: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    owns: bool = False
    choices: list[Status] = field(default_factory=list)
    """Where the idea may be moved from here; staff have another form for that."""

    @property
    def waits(self) -> list[Step]:
        """The steps that are not taken, the next one first."""
        return in_order(self.steps)

    @property
    def ahead(self) -> list[Step]:
        """Those of them whose day has not passed."""
        return [step for step in self.waits if not late(step.day, clock.now())]

    @property
    def taken(self) -> list[Step]:
        """The others."""
        return [step for step in self.steps if step.done_at is not None]

    @property
    def last(self) -> bool:
        """Whether taking the one step that waits needs another one, or an end."""
        return Promise.STALE in self.idea.rule.promises and len(self.waits) == 1

    @property
    def tells(self) -> bool:
        """Whether they may tell how it goes."""
        return bool(self.by & {By.OWNER, By.LEADER})

    @property
    def assigns(self) -> bool:
        """Whether they may give the idea to others."""
        return bool(self.by & {By.LEADER, By.COORDINATOR})

    @property
    def ends(self) -> bool:
        """Whether they may say that it is done."""
        return Status.DONE in choices(self.idea.status, self.by)

    @property
    def owners_was(self) -> str:
        """What the form of owners was shown with."""
        return as_was(self.owners)

    @staticmethod
    def fields(step: Step) -> dict[str, str]:
        """What the form of a step holds."""
        return step_fields(step)

    @staticmethod
    def was(step: Step) -> str:
        """The same, to be carried along."""
        return as_was(step_fields(step))


def staff_work(view: Story, own: Acts | None, seat: Seat) -> Work | None:
    """For staff on the idea's page; None for members, and while there is no work on it. No query."""
    if own is None or not own.by or not view.idea.rule.owned:
        return None
    owns = any(seat.person_id and owner.person_id == seat.person_id for owner in view.owning)
    door, owners = f"/ideas/{view.idea.public_id}", as_fields(view.owning)
    return Work(door, view.idea, view.steps, own.by, owners, own.known, owns)


async def load_own(session: AsyncSession, seat: Seat, story: Story) -> Own:
    """What the visitor may do about an idea as staff, on its page."""
    acts = await load_acts(session, story.board, seat, story.idea)
    return Own({"own": acts, "work": staff_work(story, acts, seat)}, acted=acts is not None)


def owner_work(view: Story, owner: Owner, door: str) -> Work | None:
    """For the owner who has the link; None while there is no work on the idea."""
    if not view.idea.rule.owned:
        return None
    by = frozenset({By.OWNER})
    known = [owner.name]
    return Work(door, view.idea, view.steps, by, known=known, owns=True, choices=choices(view.idea.status, by))
