"""Moving an idea to a new status: sent to a leader, answered, carried out. FLOW says who may, from where, and with
what."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Answer, AnswerGiven, StatusChange
from schemas.flow import FLOW, By, Need, Status, may_become
from schemas.idea import Idea
from schemas.person import Person
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.days import danish_day, end_of
from server.core.errors import N_, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import in_open_round
from server.organisation.units.ladder import height, ladders
from server.work.answers.moves import Move, follow, has_already, noted, prepare
from server.work.answers.needs import read_given
from server.work.answers.standing import standing

MOVED = N_("Idéen er flyttet i mellemtiden. Se, hvor den er nu. Det, du skrev, står her endnu.")
HIDDEN = N_("Idéen er skjult. Vis den igen først.")
AGAIN = timedelta(days=1)
"""Within this time the same words are a resend, not a second answer."""
NOT_YOURS = N_("Det er en anden, der skal gøre det. Spørg koordinatoren.")


def act_of(status: str) -> Act:
    """The act that `changing` checks for a move to `status`: SEND to put it to a leader, PROGRESS for every other
    move."""
    return Act.SEND if status == Status.REVIEW else Act.PROGRESS


async def set_status(
    runtime: Runtime, seat: Seat, idea: Idea, status: Status, typed: Mapping[str, str], *, act: Act
) -> None:
    """Move an idea to `status` as `seat`, with the form as it was typed. Sending the same form twice moves it once.

    Raises NotFound before the idea is shown, NotAllowed for anyone FLOW does not name, Invalid for missing or bad
    fields, and NotNow when the idea has moved since, is hidden, or is being voted on.
    """
    async with changing(runtime, seat, act) as change:
        await move_idea(change, idea, status, typed)


async def move_idea(
    change: Change, idea: Idea, status: Status, typed: Mapping[str, str], *, by: frozenset[By] | None = None
) -> None:
    """`set_status` as part of a larger change. `by` says on whose behalf when there is no seat: an owner without an
    account (`typed["name"]` is then their name), or the members through their answers. Raises what `set_status`
    raises."""
    stored = await change.session.get_one(Idea, idea.id)
    if stored.shown_at is None:
        raise NotFound
    if stored.hidden_at is not None:
        raise NotNow(HIDDEN)
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    stands = by if by is not None else await standing(change.session, ladder, change.by, stored)
    by = stands & FLOW[status].by
    if not by:
        raise NotAllowed(NOT_YOURS)
    move = Move(change, stored, status, read_given(status, typed, danish_day(change.now)), ladder)
    await prepare(move)
    if change.seat is None:
        move.line["name"] = typed.get("name", "")
    if await _said_already(move):
        return
    if typed.get("from", stored.status) != stored.status or not any(
        may_become(stored.status, status, one) for one in by
    ):
        raise NotNow(MOVED)
    if await in_open_round(change, stored):
        raise NotNow(N_("Der stemmes om idéen nu. Vent, til afstemningen er slut."))
    await _take(move, by)


async def _take(move: Move, by: frozenset[By]) -> None:
    if Need.LEADER in FLOW[move.status].needs:
        assert move.given.day is not None
        move.idea.leader_id = next(rung.leader_id for rung in move.ladder if rung.mail == move.given.leader)
        move.idea.answer_by = end_of(move.given.day)
    entry = await noted(move)
    await follow(move)
    if FLOW[move.status].answer and By.LEADER in by:
        await _answer(move, entry)


async def _said_already(move: Move) -> bool:
    """Whether the idea's last line is this very move, by the same seat, within AGAIN: a second click, or a response
    that got lost. Months later the same words can be meant again. Naming another owner or step is a new answer."""
    query = select(StatusChange).where(StatusChange.idea_id == move.idea.id).order_by(col(StatusChange.id).desc())
    last = (await move.change.session.execute(query.limit(1))).scalar_one_or_none()
    by = move.change.seat.id if move.change.seat is not None else None
    if last is None or last.seat_id != by or last.status is not move.status or last.at < move.change.now - AGAIN:
        return False
    return all(getattr(last, name) == value for name, value in move.line.items()) and await has_already(move)


async def _answer(move: Move, entry: StatusChange) -> None:
    """Store the official answer, with the name, title and level that the leader has now."""
    change, at = move.change, max(height(move.ladder, move.change.by.person_id), 0)
    person = await change.session.get_one(Person, change.by.person_id)
    answer = Answer(
        idea_id=move.idea.id,
        change_id=entry.id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        level=move.ladder[at].unit,
        at=change.now,
        text=move.given.text,
    )
    change.session.add(answer)
    await change.session.flush()
    change.tell(AnswerGiven(move.idea.id, answer.id))
