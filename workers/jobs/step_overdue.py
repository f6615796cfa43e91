"""A step's day has passed and it is not taken: the timeline says so, and those who have the idea are written to. Once
per step and day; where none of them can be reached, the leader is written to."""

from functools import partial

from schemas.answer import Step
from schemas.idea import Idea
from schemas.moment import MomentKind
from server import clock
from server.days import danish_day
from server.moments.commands import add_moment
from server.owners import letters
from server.owners.telling import is_worked_on, tell_owners
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("step_overdue")
async def step_overdue(task: Task) -> None:
    """Subject: the step. Due the day after its own; nothing for one that was taken or moved meanwhile."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as board:
        step = await board.session.get(Step, task.subject_id)
        idea = await board.session.get(Idea, step.idea_id) if step is not None else None
        if step is None or step.done_at is not None or idea is None or not is_worked_on(idea):
            return
        if step.day >= danish_day(clock.now()):
            return
        await add_moment(board, idea, MomentKind.STEP_LATE, text=step.text, name=step.person, day=step.day)
        write, why = partial(letters.late, step.day), ("step_late", step.id, step.day)
        await tell_owners(board.session, task.settings, idea, write, letters.LATE, *why)
