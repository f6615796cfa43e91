"""The work on an idea: planning, changing and taking steps, and posting how it goes. Sending the same form twice does
it once."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import col, select

from schemas.answer import Step
from schemas.flow import By, Need, Status
from schemas.moment import Moment, MomentKind
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.ideas.moments.commands import add_moment
from server.web.edit_conflicts import together
from server.web.fields import Field
from server.work.answers.commands import move_idea
from server.work.answers.needs import ASKED, read_asked
from server.work.owners.assigning import NOT_FILLED
from server.work.owners.doing import Doing
from server.work.steps.planning import hand_to, keep, open_steps, plan_step

WORKING = (By.OWNER, By.LEADER, By.COORDINATOR)
NEWS_MAX = 300
SAME = timedelta(days=1)
LAST = N_("Det var det sidste skridt. Skriv det næste, eller sig, at idéen er gennemført.")
TAKEN = N_("Skridtet er taget imens. Det, du skrev, står her endnu.")
FIELDS = ("step", "person", "step_date")


async def plan(doing: Doing, typed: Mapping[str, str]) -> None:
    """Plan a step with a person and a day. Raises Invalid, and what `only` raises."""
    doing.only(*WORKING)
    given = read_asked(ASKED[Need.STEP], typed, danish_day(doing.change.now))
    assert given.day is not None
    await plan_step(doing.change, doing.idea, given.step, given.person, given.day)


def as_fields(step: Step) -> dict[str, str]:
    """The form's fields as filled in for a step."""
    return {"step": step.text, "person": step.person, "step_date": step.day.isoformat()}


async def edit(doing: Doing, step_id: str, typed: Mapping[str, str]) -> None:
    """Change a step not yet taken. Raises Invalid, ChangedMeanwhile, NotNow if it has been taken, and NotFound."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is not None:
        raise NotNow(TAKEN)
    now = as_fields(step)
    wanted = together(typed, now, FIELDS)
    if wanted == now:
        return
    given = read_asked(ASKED[Need.STEP], {**typed, **wanted}, danish_day(doing.change.now))
    assert given.day is not None
    await hand_to(doing.change, doing.idea, step, given.person)
    step.text, step.day = given.step, given.day
    await keep(doing.change, doing.idea, step, MomentKind.STEP_CHANGED)


async def take(doing: Doing, step_id: str, typed: Mapping[str, str]) -> None:
    """Mark a step as taken. An idea in progress always has a next step, so taking the last one requires either a new
    one (`then` = step) or what was done (`then` = done), which moves the idea to done. Raises Invalid without either,
    and NotFound."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is not None:
        return
    change, idea, then = doing.change, doing.idea, ""
    waits = [each for each in await open_steps(change, idea) if each.id != step.id]
    if not waits and idea.status is Status.IN_PROGRESS:
        then = typed.get("then", "")
        if then not in {"step", "done"}:
            raise Invalid(NOT_FILLED, fields={"then": LAST})
    step.done_at = change.now
    await add_moment(change, idea, MomentKind.STEP_DONE, text=step.text, name=doing.name)
    await change.session.flush()
    if then == "step":
        await plan(doing, typed)
    elif then == "done":
        await move(doing, Status.DONE, typed)


async def take_back(doing: Doing, step_id: str, _: Mapping[str, str]) -> None:
    """Undo taking a step, as after a wrong click: it is open again, and the timeline says so. Raises NotFound."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is None:
        return
    step.done_at = None
    await keep(doing.change, doing.idea, step, MomentKind.STEP_AGAIN)


async def move(doing: Doing, status: Status, typed: Mapping[str, str]) -> None:
    """Move the idea as FLOW allows whoever asks. Raises what `set_status` raises."""
    by = None if doing.change.seat is not None else doing.by
    await move_idea(doing.change, doing.idea, status, {**typed, "name": doing.name}, by=by)


async def tell_news(doing: Doing, typed: Mapping[str, str]) -> None:
    """ "Sådan går det": post one line for everybody, of at most NEWS_MAX characters. Raises Invalid."""
    doing.only(By.OWNER, By.LEADER)
    line = read_asked(ASKED[Need.TEXT], typed, danish_day(doing.change.now)).text
    if wrong := Field(NEWS_MAX).wrong(line):
        raise Invalid(NOT_FILLED, fields={"text": wrong})
    seat_id = doing.change.seat.id if doing.change.seat is not None else None
    query = select(Moment).where(Moment.idea_id == doing.idea.id, Moment.kind == MomentKind.NEWS)
    last = (await doing.change.session.execute(query.order_by(col(Moment.id).desc()).limit(1))).scalar_one_or_none()
    is_last = last is not None and (last.text, last.seat_id, last.name) == (line, seat_id, doing.name)
    if is_last and last is not None and doing.change.now - last.at < SAME:
        return  # a second click, or a response that got lost
    await add_moment(doing.change, doing.idea, MomentKind.NEWS, text=line, name=doing.name)


async def _step(doing: Doing, step_id: str) -> Step:
    query = select(Step).where(Step.public_id == step_id, Step.idea_id == doing.idea.id)
    step = (await doing.change.session.execute(query)).scalar_one_or_none()
    if step is None:
        raise NotFound
    return step
