"""The work on an idea as one reader sees it: what they may do, and what their forms hold."""

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
from server.work.answers.standing import Acts, load_acts
from server.work.owners.commands import as_fields
from server.work.steps.commands import as_fields as step_fields

WORKING: dict[str, Any] = {"form": "", "typed": {}, "wrong": {}, "problem": "", "clashes": {}, "was": ""}
"""Which form was refused, and what was typed there. Here: none was."""


@dataclass
class Work:
    """What one reader may do about the work. `door` is the path that the forms' addresses begin with."""

    door: str
    idea: Idea
    steps: list[Step]
    by: frozenset[By]
    owners: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    owns: bool = False
    choices: list[Status] = field(default_factory=list)
    """The statuses an owner with a link may move the idea to; staff have another form for that."""

    @property
    def waits(self) -> list[Step]:
        """The steps not yet taken, the next one first."""
        return in_order(self.steps)

    @property
    def ahead(self) -> list[Step]:
        """The steps not yet taken whose day has not passed."""
        return [step for step in self.waits if not late(step.day, clock.now())]

    @property
    def taken(self) -> list[Step]:
        """The steps that were taken."""
        return [step for step in self.steps if step.done_at is not None]

    @property
    def last(self) -> bool:
        """Whether taking the one open step requires planning another, or saying that the idea is done."""
        return Promise.STALE in self.idea.rule.promises and len(self.waits) == 1

    @property
    def tells(self) -> bool:
        """Whether they may post how it goes."""
        return bool(self.by & {By.OWNER, By.LEADER})

    @property
    def assigns(self) -> bool:
        """Whether they may give the idea to others."""
        return bool(self.by & {By.LEADER, By.COORDINATOR})

    @property
    def ends(self) -> bool:
        """Whether they may say that the idea is done."""
        return Status.DONE in choices(self.idea.status, self.by)

    @property
    def owners_was(self) -> str:
        """What the owners' form was filled with, to be sent along with it."""
        return as_was(self.owners)

    @staticmethod
    def fields(step: Step) -> dict[str, str]:
        """What a step's form is filled with."""
        return step_fields(step)

    @staticmethod
    def was(step: Step) -> str:
        """The same, to be sent along with the form."""
        return as_was(step_fields(step))


def staff_work(view: Story, own: Acts | None, seat: Seat) -> Work | None:
    """The work for staff on the idea's page; None for members, and while nobody is to work on the idea. No query."""
    if own is None or not own.by or not view.idea.rule.owned:
        return None
    owns = any(seat.person_id and owner.person_id == seat.person_id for owner in view.owning)
    door, owners = f"/ideas/{view.idea.public_id}", as_fields(view.owning)
    return Work(door, view.idea, view.steps, own.by, owners, own.known, owns)


async def load_own(session: AsyncSession, seat: Seat, story: Story) -> Own:
    """What the idea's page lets the visitor do as staff."""
    acts = await load_acts(session, story.board, seat, story.idea)
    return Own({"own": acts, "work": staff_work(story, acts, seat)}, acted=acts is not None)


def owner_work(view: Story, owner: Owner, door: str) -> Work | None:
    """The work for the owner who holds the link; None while nobody is to work on the idea."""
    if not view.idea.rule.owned:
        return None
    by = frozenset({By.OWNER})
    known = [owner.name]
    return Work(door, view.idea, view.steps, by, known=known, owns=True, choices=choices(view.idea.status, by))
