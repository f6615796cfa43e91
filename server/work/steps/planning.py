"""Planning a step, as part of a change, and the jobs that watch its day."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Step
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.promises import in_order
from server.core import jobs
from server.core.change import Change
from server.core.days import DENMARK, end_of
from server.ideas.moments.commands import add_moment
from server.mail.hours import FIRST, GATHER
from server.work.naming import may_be_named

AHEAD = timedelta(days=3)
"""How long before its day a reminder of a step goes out."""


async def open_steps(change: Change, idea: Idea) -> list[Step]:
    """The steps not yet taken, the next one first, under the board's lock."""
    query = select(Step).where(Step.idea_id == idea.id, col(Step.done_at).is_(None))
    return in_order((await change.session.execute(query)).scalars())


async def plan_step(change: Change, idea: Idea, text: str, person: str, day: date) -> Step:
    """Plan a step. An open step with the same words is reused and given this person and day; otherwise a new one is
    made."""
    known = (step for step in await open_steps(change, idea) if _plain(step.text) == _plain(text))
    step = next(known, None)
    if step is not None and (step.person, step.day) == (person, day):
        await watch(change.session, idea, step, change.now)
        return step
    kind = MomentKind.STEP_PLANNED if step is None else MomentKind.STEP_CHANGED
    step = step or Step(idea_id=idea.id, text=text, person="", day=day)
    await hand_to(change, idea, step, person)
    step.day = day
    await keep(change, idea, step, kind)
    return step


async def hand_to(change: Change, idea: Idea, step: Step, person: str) -> None:
    """Say who takes a step, as part of a change."""
    if step.person != person:
        step.named, step.person = await may_be_named(change, idea, person), person


async def is_planned(change: Change, idea: Idea, text: str, person: str, day: date) -> bool:
    """Whether there is a step with these words for this person and day, taken or not."""
    query = select(Step.text).where(Step.idea_id == idea.id, Step.person == person, Step.day == day)
    return any(_plain(known) == _plain(text) for known in (await change.session.execute(query)).scalars())


async def keep(change: Change, idea: Idea, step: Step, kind: MomentKind) -> None:
    """Store a step that was planned or changed, put that on the timeline, and watch its day."""
    change.session.add(step)
    await change.session.flush()
    await add_moment(change, idea, kind, text=step.text, name=step.public_person, day=step.day)
    await watch(change.session, idea, step, change.now)


async def watch(session: AsyncSession, idea: Idea, step: Step, now: datetime) -> None:
    """Schedule what is sent before the step's day and after it; nothing for a time that has passed."""
    before = datetime.combine(step.day - AHEAD, FIRST, DENMARK) - GATHER
    after = end_of(step.day) + timedelta(seconds=1)
    for kind, at in (("step_due", before), ("step_overdue", after)):
        if at > now:
            about = {"board_id": idea.board_id, "idea_id": idea.id}
            await jobs.due(session, kind, step.id or 0, at, dedupe=f"{kind}:{step.id}:{step.day}", **about)


def _plain(text: str) -> str:
    return text.strip().rstrip(".").casefold()
