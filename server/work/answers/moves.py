"""What a change of status brings with it besides its line: an owner, a step, a unit, another idea."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from schemas.answer import StatusChange, Step
from schemas.flow import FLOW, Need, Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.person import Person
from schemas.stages import Stage
from server.core.change import Change
from server.core.errors import N_, Invalid, NotNow
from server.ideas.groups.membership import is_before_the_room
from server.ideas.groups.merging import merge, part
from server.ideas.ideas.commands import note
from server.organisation.units.ladder import Ladder
from server.work.answers.needs import Given
from server.work.answers.units import unit_named
from server.work.owners.assigning import NOT_FILLED, Named, account, give, named, owners_of
from server.work.steps.planning import is_planned, plan_step

ASKED_FIRST = N_("Medlemmerne er spurgt, om de kan mærke det. Vent, til de har svaret. Det, du skrev, står her endnu.")


@dataclass
class Move:
    """One idea on its way to a status. `line` collects the columns of the timeline's new line."""

    change: Change
    idea: Idea
    status: Status
    given: Given
    ladder: Ladder
    line: dict[str, Any] = field(default_factory=dict)


async def _to_leader(move: Move) -> None:
    if not any(rung.mail == move.given.leader for rung in move.ladder if rung.leader_id):
        raise Invalid(NOT_FILLED, fields={"leader": N_("Vælg en leder.")})


async def _to_unit(move: Move) -> None:
    """A unit of the same organisation is stored by its id; any other name is stored as it was typed."""
    unit = await unit_named(move.change.session, move.change.board.unit_id, move.given.place)
    move.line |= {"unit_id": unit, "place": "" if unit else move.given.place}


async def _into_other(move: Move) -> None:
    here = (Idea.board_id == move.change.board.id, Idea.number == move.given.number, Idea.id != move.idea.id)
    other = (await move.change.session.execute(select(Idea).where(*here))).scalar_one_or_none()
    if other is None or not (is_before_the_room(other) or move.idea.merged_into_id == other.id):
        raise Invalid(NOT_FILLED, fields={"idea": N_("Der er ingen anden idé med det nummer.")})
    move.line["other_id"] = other.id


async def _evaluated(move: Move) -> None:
    """Nobody judges the effect while members are still being asked whether they can feel it. Raises NotNow."""
    asked = select(FollowUp.id).where(FollowUp.idea_id == move.idea.id, FollowUp.question == Question.FELT)
    asked = asked.where(col(FollowUp.closed_at).is_(None), col(FollowUp.closes_at) > move.change.now)
    if (await move.change.session.execute(asked)).first() is not None:
        raise NotNow(ASKED_FIRST)


async def has_already(move: Move) -> bool:
    """Whether the idea already has exactly the owners and the step that the move would give it."""
    needs, given = FLOW[move.status].needs, move.given
    if Need.OWNER in needs:
        have, wanted = await owners_of(move.change, move.idea), await named(move.change, move.ladder, given)
        if len(have) != len(wanted) or not all(any(each.is_in(owner) for owner in have) for each in wanted):
            return False
    if Need.STEP not in needs or given.day is None:
        return True
    return await is_planned(move.change, move.idea, given.step, given.person, given.day)


async def noted(move: Move) -> StatusChange:
    """Set the status and write its line, which is returned. Merging and undoing a merge change more than the status."""
    change, idea = move.change, move.idea
    if FLOW[move.status].merged:
        return await merge(change, idea, await change.session.get_one(Idea, move.line["other_id"]), **move.line)
    if idea.rule.merged:
        return await part(change, idea, **move.line)
    return await note(change, idea, move.status, **move.line)


KEPT = ("text", "place", "day", "effect")
"""What the line keeps as it was given. Everything else is handled in BEFORE, or comes with the line in `follow`."""
Part = Callable[[Move], Awaitable[None]]
BEFORE: dict[Need, Part] = {
    Need.LEADER: _to_leader,
    Need.UNIT: _to_unit,
    Need.IDEA: _into_other,
    Need.EFFECT: _evaluated,
}


async def prepare(move: Move) -> None:
    """Complete the line with what was given, and check what the status needs, before anything is written. Raises
    Invalid or NotNow."""
    move.line |= {name: getattr(move.given, name) for name in KEPT}
    for need, check in BEFORE.items():
        if need in FLOW[move.status].needs:
            await check(move)


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


async def _close_steps(move: Move) -> None:
    open_steps = (col(Step.idea_id) == move.idea.id, col(Step.done_at).is_(None))
    await move.change.session.execute(update(Step).where(*open_steps).values(done_at=move.change.now))
