"""A step's day is near: remind whoever takes it, or else the idea's owners, three days before, once per
step and day."""

from functools import partial

from sqlmodel import col, select

from schemas.answer import Step
from schemas.idea import Idea, StatusChanged
from server.core import clock
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners import letters
from server.work.owners.reaching import is_worked_on, tell_owners
from server.work.steps.planning import watch
from workers.registry import News, job, on
from workers.task import Task


@on(StatusChanged)
async def steps_watched(news: News[StatusChanged]) -> None:
    """Work has begun on an idea that may have steps already, such as those agreed at its meeting."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is None or not is_worked_on(idea):
        return
    waits = select(Step).where(Step.idea_id == idea.id, col(Step.done_at).is_(None))
    for step in list((await news.session.execute(waits)).scalars()):
        await watch(news.session, idea, step, clock.now())


@job("step_due")
async def step_due(task: Task) -> None:
    """Subject: the step. Does nothing if it was taken, moved or dropped meanwhile."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if not expected(facts, clock.now()) or (step := facts.step) is None or (idea := facts.idea) is None:
            return
        why = ("step_due", step.id, step.day)
        write = partial(letters.due, step.day)
        await tell_owners(session, task.settings, idea, write, letters.DUE, *why, takes=step.person)
