"""What follows once an idea has its new status: an owner, the first step, or no open steps any more."""

from sqlalchemy import update
from sqlmodel import col

from schemas.answer import Step
from schemas.flow import FLOW, Need
from schemas.person import Person
from schemas.stages import Stage
from server.work.answers.move import Move
from server.work.owners.assigning import Named, account, give, named, owners_of
from server.work.steps.planning import plan_step


async def follow(move: Move) -> None:
    """Do what follows once the line is written: give it an owner, plan the first step, or close all open steps."""
    rule = FLOW[move.status]
    if rule.stage is Stage.WORK:
        await _owned(move)
    if Need.STEP in rule.needs:
        await _first_step(move)
    if rule.stage is Stage.DONE:
        await _close_steps(move)


async def _owned(move: Move) -> None:
    """The leader names the owner; whoever carried the idea from the meeting keeps that line. If the form does not ask
    for an owner and the idea has none, it goes to whoever takes the first step, or else to the leader who wants it
    done."""
    needs = FLOW[move.status].needs
    if Need.OWNER in needs:
        await give(move.change, move.idea, await named(move.change, move.ladder, move.given))
    elif not await owners_of(move.change, move.idea):
        owner = await (_who_takes_it(move) if Need.STEP in needs else _who_wants_it(move))
        await give(move.change, move.idea, owner)


async def _who_takes_it(move: Move) -> list[Named]:
    return [Named(move.given.person, person_id=await account(move.change, move.ladder, move.given.person))]


async def _who_wants_it(move: Move) -> list[Named]:
    person_id = move.change.seat.person_id if move.change.seat is not None else move.idea.leader_id
    person = await move.change.session.get(Person, person_id) if person_id else None
    if person is None:
        return []
    name = next((rung.name for rung in move.ladder if rung.leader_id == person.id), None) or person.name
    return [Named(name, person_id=person.id)]


async def _first_step(move: Move) -> None:
    """An open step with the same words, usually from the meeting, is kept instead of adding a second one."""
    given = move.given
    if given.step and given.day is not None:
        await plan_step(move.change, move.idea, given.step, given.person, given.day)
    if given.step2 and given.day2 is not None:
        await plan_step(move.change, move.idea, given.step2, given.owner2, given.day2)


async def _close_steps(move: Move) -> None:
    open_steps = (col(Step.idea_id) == move.idea.id, col(Step.done_at).is_(None))
    await move.change.session.execute(update(Step).where(*open_steps).values(done_at=move.change.now))
