"""Moving an idea: sent to a leader, answered, carried out. FLOW says who may, from where, and with what."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Answer, AnswerGiven, Owner, StatusChange, Step
from schemas.flow import FLOW, By, Status, may_become
from schemas.idea import Idea
from schemas.person import Person
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from schemas.unit import Unit
from server.answers.needs import Given, read_given
from server.answers.queries import Ladder, height, ladders, staff_of, standing
from server.change import Change, change
from server.days import danish_day, end_of
from server.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.ideas.commands import in_open_round, note
from server.parts import Parts

MOVED = N_("Idéen er flyttet i mellemtiden. Se, hvor den er nu. Det, du skrev, står her endnu.")
NOT_YOURS = N_("Det er en anden, der skal gøre det. Spørg koordinatoren.")
NOT_FILLED = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")


@dataclass
class Move:
    """One idea on its way to a status; `line` is what its timeline will say."""

    board: Change
    idea: Idea
    status: Status
    given: Given
    ladder: Ladder
    line: dict[str, Any] = field(default_factory=dict)


async def set_status(
    parts: Parts, seat: Seat, idea: Idea, status: Status, typed: Mapping[str, str], *, act: Act
) -> None:
    """Move an idea as `seat`, with what they typed. The same again is done once.

    Raises NotAllowed for whom FLOW does not name, Invalid for what is missing, NotNow when the idea has moved.
    """
    async with change(parts, seat, act) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if stored.shown_at is None:
            raise NotFound
        ladder = (await ladders(board.session, [board.board.unit_id]))[board.board.unit_id]
        by = await standing(board.session, ladder, board.by, stored) & FLOW[status].by
        if not by:
            raise NotAllowed(NOT_YOURS)
        move = Move(board, stored, status, read_given(status, typed, danish_day(board.now)), ladder)
        await BEFORE.get(status, _nothing)(move)
        move.line |= {"text": move.given.text, "day": move.given.day, "effect": move.given.effect}
        if await _said_already(move):
            return
        if typed.get("from", stored.status) != stored.status or not any(
            may_become(stored.status, status, one) for one in by
        ):
            raise NotNow(MOVED)
        if await in_open_round(board, stored):
            raise NotNow(N_("Der stemmes om idéen nu. Vent, til afstemningen er slut."))
        await _take(move, by)


async def _take(move: Move, by: frozenset[By]) -> None:
    if move.status is Status.REVIEW:
        assert move.given.day is not None
        move.idea.leader_id = next(rung.leader_id for rung in move.ladder if rung.mail == move.given.leader)
        move.idea.answer_by = end_of(move.given.day)
    move.idea.merged_into_id = move.line.get("other_id")
    entry = await note(move.board, move.idea, move.status, **move.line)
    await AFTER.get(move.status, _nothing)(move)
    if FLOW[move.status].answer and By.LEADER in by:
        await _answer(move, entry)


async def _said_already(move: Move) -> bool:
    """Whether the idea's last line is this very one, by the same seat: a second click, or an answer that was lost."""
    query = select(StatusChange).where(StatusChange.idea_id == move.idea.id).order_by(col(StatusChange.id).desc())
    last = (await move.board.session.execute(query.limit(1))).scalar_one_or_none()
    if last is None or last.seat_id != move.board.by.id or last.status is not move.status:
        return False
    return all(getattr(last, name) == value for name, value in move.line.items())


async def _nothing(move: Move) -> None:
    """Most statuses need no more than their line."""


async def _to_leader(move: Move) -> None:
    if not any(rung.mail == move.given.leader for rung in move.ladder if rung.leader_id):
        raise Invalid(NOT_FILLED, fields={"leader": N_("Vælg en leder.")})


async def _to_place(move: Move) -> None:
    move.line["place"] = move.given.place


async def _to_unit(move: Move) -> None:
    """A unit that we know is kept as that; any other name as it was typed."""
    query = select(Unit.id).where(Unit.name == move.given.place).limit(1)
    unit = (await move.board.session.execute(query)).scalar_one_or_none()
    move.line |= {"unit_id": unit, "place": "" if unit else move.given.place}


async def _into_other(move: Move) -> None:
    here = (Idea.board_id == move.board.board.id, Idea.number == move.given.number, Idea.id != move.idea.id)
    gone = (Status.MERGED, Status.WITHDRAWN)
    query = select(Idea.id).where(*here, col(Idea.status).not_in(gone))
    other = (await move.board.session.execute(query)).scalar_one_or_none()
    if other is None:
        raise Invalid(NOT_FILLED, fields={"idea": N_("Der er ingen anden idé med det nummer.")})
    rounds = select(RoundIdea.round_id).join(Round, col(Round.id) == RoundIdea.round_id)
    rounds = rounds.where(RoundIdea.idea_id == move.idea.id, Round.state != RoundState.VOID).limit(1)
    if (await move.board.session.execute(rounds)).first() is not None:
        raise NotNow(N_("Der er stemt om idéen. Så kan den ikke lægges sammen med en anden."))
    move.line["other_id"] = other


async def _person(move: Move, name: str) -> int | None:
    """The account of somebody on the board or above it; None for a name that nobody, or more than one, has."""
    board_id = move.board.board.id or 0
    staff = (await staff_of(move.board.session, [board_id]))[board_id]
    found: set[int | None] = {person.id for person in staff if person.name.casefold() == name.casefold()}
    found |= {rung.leader_id for rung in move.ladder if rung.name and rung.name.casefold() == name.casefold()}
    return found.pop() if len(found) == 1 else None


async def _own(move: Move, name: str) -> None:
    owner = Owner(idea_id=move.idea.id, person_id=await _person(move, name), name=name)
    move.board.session.add(owner)


async def _agreed(move: Move) -> None:
    await move.board.session.execute(delete(Owner).where(col(Owner.idea_id) == move.idea.id))
    await _own(move, move.given.owner)


async def _in_progress(move: Move) -> None:
    """The next step; where nobody owns the idea yet, the one who takes it does."""
    given, session = move.given, move.board.session
    assert given.day is not None
    session.add(Step(idea_id=move.idea.id, text=given.step, person=given.person, day=given.day))
    if (await session.execute(select(Owner.id).where(Owner.idea_id == move.idea.id))).first() is None:
        await _own(move, given.person)


async def _done(move: Move) -> None:
    open_steps = (col(Step.idea_id) == move.idea.id, col(Step.done_at).is_(None))
    await move.board.session.execute(update(Step).where(*open_steps).values(done_at=move.board.now))


async def _answer(move: Move, entry: StatusChange) -> None:
    """The official answer, with name, title and level as they are now."""
    board, at = move.board, max(height(move.ladder, move.board.by.person_id), 0)
    person = await board.session.get_one(Person, board.by.person_id)
    answer = Answer(
        idea_id=move.idea.id,
        change_id=entry.id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        level=move.ladder[at].unit,
        at=board.now,
        text=move.given.text,
    )
    board.session.add(answer)
    await board.session.flush()
    assert move.idea.id is not None
    assert answer.id is not None
    board.tell(AnswerGiven(move.idea.id, answer.id))


Part = Callable[[Move], Awaitable[None]]
BEFORE: dict[Status, Part] = {
    Status.REVIEW: _to_leader,
    Status.TRIAL: _to_place,
    Status.ELSEWHERE: _to_unit,
    Status.MERGED: _into_other,
}
AFTER: dict[Status, Part] = {Status.AGREED: _agreed, Status.IN_PROGRESS: _in_progress, Status.DONE: _done}
