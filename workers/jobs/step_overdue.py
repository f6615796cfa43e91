"""A step's day has passed and it is not taken. The timeline says so at once; when offices open, if it still is not
taken, we write to the idea's owners, or to the leader if none can be reached. Once per step and day."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.answer import Step
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.promises import late
from server.core import clock, jobs
from server.ideas.moments.commands import add_moment
from server.mail.hours import next_open
from server.work.owners import letters
from server.work.owners.telling import is_worked_on, tell_owners
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("step_overdue")
async def step_overdue(task: Task) -> None:
    """Subject: the step. Due the day after the step's own; does nothing if it was taken or moved meanwhile."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        if (found := await _late(change.session, task.subject_id)) is None:
            return
        step, idea = found
        await add_moment(change, idea, MomentKind.STEP_LATE, text=step.text, name=step.public_person, day=step.day)
        about = {"board_id": idea.board_id, "idea_id": idea.id}
        at, dedupe = next_open(change.now), f"step_late:{step.id}:{step.day}"
        await jobs.due(change.session, "step_late", task.subject_id, at, dedupe=dedupe, **about)


@job("step_late")
async def step_late(task: Task) -> None:
    """Subject: the step. Owners who take it over the weekend after its day hear nothing on Monday."""
    async with task.record() as session:
        if (found := await _late(session, task.subject_id)) is None:
            return
        step, idea = found
        write, why = partial(letters.late, step.day), ("step_late", step.id, step.day)
        await tell_owners(session, task.settings, idea, write, letters.LATE, *why)


async def _late(session: AsyncSession, step_id: int) -> tuple[Step, Idea] | None:
    step = await session.get(Step, step_id)
    idea = await session.get(Idea, step.idea_id) if step is not None else None
    if step is None or step.done_at is not None or idea is None or not is_worked_on(idea):
        return None
    return (step, idea) if late(step.day, clock.now()) else None
