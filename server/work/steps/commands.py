"""The work on an idea: steps are planned, changed and taken, and a line tells how it goes. Twice the same is once."""

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
from server.work.steps.planning import keep, open_steps, plan_step

WORKING = (By.OWNER, By.LEADER, By.COORDINATOR)
NEWS_MAX = 300
SAME = timedelta(days=1)
LAST = N_("Det var det sidste skridt. Skriv det næste, eller sig, at idéen er gennemført.")
TAKEN = N_("Skridtet er taget imens. Det, du skrev, står her endnu.")
FIELDS = ("step", "person", "step_date")


async def plan(doing: Doing, typed: Mapping[str, str]) -> None:
    """Plan a step with a person and a day. Raises Invalid."""
    doing.only(*WORKING)
    given = read_asked(ASKED[Need.STEP], typed, danish_day(doing.board.now))
    assert given.day is not None
    await plan_step(doing.board, doing.idea, given.step, given.person, given.day)


def as_fields(step: Step) -> dict[str, str]:
    """What the form of a step shows."""
    return {"step": step.text, "person": step.person, "step_date": step.day.isoformat()}


async def edit(doing: Doing, step_id: str, typed: Mapping[str, str]) -> None:
    """Change a step that waits. Raises Invalid, ChangedMeanwhile, NotNow for one that was taken meanwhile."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is not None:
        raise NotNow(TAKEN)
    now = as_fields(step)
    wanted = together(typed, now, FIELDS)
    if wanted == now:
        return
    given = read_asked(ASKED[Need.STEP], {**typed, **wanted}, danish_day(doing.board.now))
    assert given.day is not None
    step.text, step.person, step.day = given.step, given.person, given.day
    await keep(doing.board, doing.idea, step, MomentKind.STEP_CHANGED)


async def take(doing: Doing, step_id: str, typed: Mapping[str, str]) -> None:
    """A step is taken. An idea in progress always has a next one: the last one comes with it (`then` = step), or with
    what was done (`then` = done), which is the same as moving the idea there. Raises Invalid without either."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is not None:
        return
    board, idea, then = doing.board, doing.idea, ""
    waits = [each for each in await open_steps(board, idea) if each.id != step.id]
    if not waits and idea.status is Status.IN_PROGRESS:
        then = typed.get("then", "")
        if then not in {"step", "done"}:
            raise Invalid(NOT_FILLED, fields={"then": LAST})
    step.done_at = board.now
    await add_moment(board, idea, MomentKind.STEP_DONE, text=step.text, name=doing.name)
    await board.session.flush()
    if then == "step":
        await plan(doing, typed)
    elif then == "done":
        await move(doing, Status.DONE, typed)


async def take_back(doing: Doing, step_id: str, _: Mapping[str, str]) -> None:
    """A step was not taken after all, as after a wrong click: it waits again, and the timeline says so."""
    doing.only(*WORKING)
    step = await _step(doing, step_id)
    if step.done_at is None:
        return
    step.done_at = None
    await keep(doing.board, doing.idea, step, MomentKind.STEP_AGAIN)


async def move(doing: Doing, status: Status, typed: Mapping[str, str]) -> None:
    """Move the idea as FLOW allows whoever does it. Raises as `set_status`."""
    by = None if doing.board.seat is not None else doing.by
    await move_idea(doing.board, doing.idea, status, {**typed, "name": doing.name}, by=by)


async def tell_news(doing: Doing, typed: Mapping[str, str]) -> None:
    """ "Sådan går det": one line for everybody, of at most NEWS_MAX characters. Raises Invalid."""
    doing.only(By.OWNER, By.LEADER)
    told = read_asked(ASKED[Need.TEXT], typed, danish_day(doing.board.now)).text
    if wrong := Field(NEWS_MAX).wrong(told):
        raise Invalid(NOT_FILLED, fields={"text": wrong})
    seat_id = doing.board.seat.id if doing.board.seat is not None else None
    query = select(Moment).where(Moment.idea_id == doing.idea.id, Moment.kind == MomentKind.NEWS)
    last = (await doing.board.session.execute(query.order_by(col(Moment.id).desc()).limit(1))).scalar_one_or_none()
    is_last = last is not None and (last.text, last.seat_id, last.name) == (told, seat_id, doing.name)
    if is_last and last is not None and doing.board.now - last.at < SAME:
        return  # a second click, or an answer that was lost
    await add_moment(doing.board, doing.idea, MomentKind.NEWS, text=told, name=doing.name)


async def _step(doing: Doing, step_id: str) -> Step:
    query = select(Step).where(Step.public_id == step_id, Step.idea_id == doing.idea.id)
    step = (await doing.board.session.execute(query)).scalar_one_or_none()
    if step is None:
        raise NotFound
    return step
