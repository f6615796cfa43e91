"""A step's day has passed and it is not taken. The timeline says so at once; when offices open, if it still is not
taken, we write to the idea's owners, or to the leader if none can be reached. Once per step and day."""

from functools import partial

from schemas.moment import MomentKind
from server.core import clock, jobs
from server.ideas.moments.commands import add_moment
from server.mail.hours import before_open
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners import letters
from server.work.owners.reaching import tell_owners
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("step_overdue")
async def step_overdue(task: Task) -> None:
    """Subject: the step. Due the day after the step's own; does nothing if it was taken or moved meanwhile."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if not expected(facts, change.now) or (step := facts.step) is None or (idea := facts.idea) is None:
            return
        await add_moment(change, idea, MomentKind.STEP_LATE, text=step.text, name=step.public_person, day=step.day)
        about = {"board_id": idea.board_id, "idea_id": idea.id}
        at, dedupe = before_open(change.now), f"step_late:{step.id}:{step.day}"
        await jobs.due(change.session, "step_late", task.subject_id, at, dedupe=dedupe, **about)


@job("step_late")
async def step_late(task: Task) -> None:
    """Subject: the step. Owners who take it over the weekend after its day hear nothing on Monday."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if not expected(facts, clock.now()) or (step := facts.step) is None or (idea := facts.idea) is None:
            return
        write, why = partial(letters.late, step.day), ("step_late", step.id, step.day)
        await tell_owners(session, task.settings, idea, write, letters.LATE, *why, takes=step.person)
