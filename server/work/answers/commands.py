"""Moving an idea to a new status: sent to a leader, answered, carried out. FLOW says who may, from where, and with
what; here stands what a move brings with it: its line, and an owner, a step, a unit, another idea."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Answer, AnswerGiven, StatusChange
from schemas.flow import FLOW, By, Need, Status, may_become
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.question_clauses import may_refuse_by
from schemas.question_rules import rules_named
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.days import danish_day, end_of
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.ideas.groups.membership import is_before_the_room
from server.ideas.groups.merging import merge, part
from server.ideas.ideas.commands import in_open_round, note
from server.organisation.units.ladder import ladders
from server.organisation.units.named import unit_named
from server.work.answers.following import follow
from server.work.answers.move import Move
from server.work.answers.needs import NO_CHOICE, NO_RULE, Given, read_given
from server.work.answers.standing import Office, office_of, standing
from server.work.owners.assigning import NOT_FILLED, named, owners_of
from server.work.steps.planning import is_planned

MOVED = N_("Idéen er flyttet i mellemtiden. Se, hvor den er nu. Det, du skrev, står her endnu.")
HIDDEN = N_("Idéen er skjult. Vis den igen først.")
AGAIN = timedelta(days=1)
"""Within this time the same words are a resend, not a second answer."""
NOT_YOURS = N_("Det er en anden, der skal gøre det. Spørg koordinatoren.")
ASKED_FIRST = N_("Medlemmerne er spurgt, om de kan mærke det. Vent, til de har svaret. Det, du skrev, står her endnu.")


MOVED_ON: Hooks[Move, Status] = Hooks()
"""An idea has a new status and its line; the second argument is the status it had. Called in the transaction that moves
it, under the board's lock, after everything that the move itself brings with it."""


def act_of(status: str) -> Act:
    """The act that `changing` checks for a move to `status`: SEND to put it to a leader, PROGRESS for every other
    move."""
    return Act.SEND if status == Status.REVIEW else Act.PROGRESS


async def set_status(
    runtime: Runtime, seat: Seat, idea: Idea, status: Status, typed: Mapping[str, str], *, act: Act
) -> None:
    """Move an idea to `status` as `seat`, with the form as it was typed. Sending the same form twice moves it once.

    Raises NotFound before the idea is shown, NotAllowed for anyone FLOW does not name, Invalid for missing or bad
    fields or a status that is no choice of this form, and NotNow when the idea has moved since, is hidden, or is being
    voted on.
    """
    if FLOW[status].away:  # asked on a page of its own, which shows what they will see
        raise Invalid(NO_CHOICE, fields={"status": NO_CHOICE})
    async with changing(runtime, seat, act) as change:
        await move_idea(change, idea, status, typed)


async def move_idea(
    change: Change,
    idea: Idea,
    status: Status,
    typed: Mapping[str, str],
    *,
    by: frozenset[By] | None = None,
    given: Given | None = None,
) -> StatusChange | None:
    """`set_status` as part of a larger change. Returns its line, or None if the idea was moved so already. `by` says on
    whose behalf when that is not the seat's own: an owner without an account (`typed["name"]` is then their name), the
    members through their answers, a body that was asked. `given` takes the place of what is read from `typed`. Raises
    what `set_status` raises."""
    stored = await change.session.get_one(Idea, idea.id)
    if stored.shown_at is None:
        raise NotFound
    if stored.hidden_at is not None:
        raise NotNow(HIDDEN)
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    stands = by if by is not None else await standing(change.session, ladder, change.by, stored)
    by = stands & FLOW[status].set_by
    if not by:
        raise NotAllowed(NOT_YOURS)
    if FLOW[status].asked and not (await change.session.get_one(Meeting, stored.meeting_id)).form.queues:
        raise Invalid(NO_CHOICE, fields={"status": NO_CHOICE})
    move = Move(change, stored, status, given or read_given(status, typed, danish_day(change.now)), ladder)
    await _prepare(move)
    if change.seat is None:
        move.line["name"] = typed.get("name", "")
    if await _said_already(move):
        return None
    if typed.get("from", stored.status) != stored.status or not any(
        may_become(stored.status, status, one) for one in by
    ):
        raise NotNow(MOVED)
    if await in_open_round(change, stored):
        raise NotNow(N_("Der stemmes om idéen nu. Vent, til afstemningen er slut."))
    was = stored.status
    entry = await _take(move, by)
    await MOVED_ON(move, was)
    return entry


async def _take(move: Move, by: frozenset[By]) -> StatusChange:
    if Need.LEADER in FLOW[move.status].needs:
        assert move.given.day is not None
        move.idea.leader_id = next(rung.leader_id for rung in move.ladder if rung.mail == move.given.leader)
        move.idea.answer_by = end_of(move.given.day)
    if Need.REPLY_BY in FLOW[move.status].needs:
        assert move.given.day is not None
        move.idea.answer_by = end_of(move.given.day)
    entry = await _noted(move)
    await follow(move)
    if FLOW[move.status].answer and By.LEADER in by:
        await _answer(move, entry)
    elif FLOW[move.status].answer and By.MEETING in by:
        await _answer_at_meeting(move, entry)
    return entry


async def _said_already(move: Move) -> bool:
    """Whether the idea's last line is this very move, by the same seat, within AGAIN: a second click, or a response
    that got lost. Months later the same words can be meant again. Naming another owner or step is a new answer."""
    query = select(StatusChange).where(StatusChange.idea_id == move.idea.id).order_by(col(StatusChange.id).desc())
    last = (await move.change.session.execute(query.limit(1))).scalar_one_or_none()
    by = move.change.seat.id if move.change.seat is not None else None
    if last is None or last.seat_id != by or last.status is not move.status or last.at < move.change.now - AGAIN:
        return False
    return all(getattr(last, name) == value for name, value in move.line.items()) and await _has_already(move)


async def _has_already(move: Move) -> bool:
    """Whether the idea already has exactly the owners and the step that the move would give it."""
    needs, given = FLOW[move.status].needs, move.given
    if Need.OWNER in needs:
        have, wanted = await owners_of(move.change, move.idea), await named(move.change, move.ladder, given)
        if len(have) != len(wanted) or not all(any(each.is_in(owner) for owner in have) for each in wanted):
            return False
    if Need.STEP not in needs or given.day is None:
        return True
    second = given.day2 is None or await is_planned(move.change, move.idea, given.step2, given.owner2, given.day2)
    return second and await is_planned(move.change, move.idea, given.step, given.person, given.day)


async def _noted(move: Move) -> StatusChange:
    """Set the status and write its line, which is returned. Merging and undoing a merge change more than the status."""
    change, idea = move.change, move.idea
    if FLOW[move.status].merged:
        return await merge(change, idea, await change.session.get_one(Idea, move.line["other_id"]), **move.line)
    if idea.rule.merged:
        return await part(change, idea, **move.line)
    return await note(change, idea, move.status, **move.line)


async def _answer_at_meeting(move: Move, entry: StatusChange) -> None:
    """What a leader said at the meeting, as its coordinator writes it down; without a leader it is nobody's answer."""
    rung = next((rung for rung in move.ladder if rung.mail and rung.mail == move.given.leader), None)
    if rung is None or rung.leader_id is None:
        return
    move.idea.leader_id = rung.leader_id
    await _store(move, entry, await move.change.session.get_one(Person, rung.leader_id), Office(rung.unit, ""))


async def _answer(move: Move, entry: StatusChange) -> None:
    """Store the official answer, with the name, title and level that the leader has now."""
    change, office = move.change, office_of(move.ladder, move.change.by.person_id)
    await _store(move, entry, await change.session.get_one(Person, change.by.person_id), office)


async def _store(move: Move, entry: StatusChange, person: Person, office: Office) -> None:
    change = move.change
    answer = Answer(
        idea_id=move.idea.id,
        change_id=entry.id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        level=office.level,
        behalf=office.behalf,
        at=change.now,
        text=move.given.text,
    )
    change.session.add(answer)
    await change.session.flush()
    change.tell(AnswerGiven(move.idea.id, answer.id))


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


async def _by_rule(move: Move) -> None:
    """A refusal names one of the rules that hold on this board."""
    if not may_refuse_by(rules_named(move.change.board.question_rules), int(move.given.place)):
        raise Invalid(NOT_FILLED, fields={"rule": NO_RULE})


KEPT = ("text", "place", "day", "effect")
"""What the line keeps as it was given. Everything else is handled in BEFORE, or comes with the line in `follow`."""
Part = Callable[[Move], Awaitable[None]]
BEFORE: dict[Need, Part] = {
    Need.LEADER: _to_leader,
    Need.UNIT: _to_unit,
    Need.IDEA: _into_other,
    Need.EFFECT: _evaluated,
    Need.RULE: _by_rule,
}


async def _prepare(move: Move) -> None:
    """Complete the line with what was given, and check what the status needs, before anything is written. Raises
    Invalid or NotNow."""
    move.line |= {name: getattr(move.given, name) for name in KEPT}
    for need, check in BEFORE.items():
        if need in FLOW[move.status].needs:
            await check(move)
