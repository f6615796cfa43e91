"""Moving an idea: sent to a leader, answered, carried out. FLOW says who may, from where, and with what."""

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
"""For so long the same words are the same answer."""
NOT_YOURS = N_("Det er en anden, der skal gøre det. Spørg koordinatoren.")


def act_of(status: str) -> Act:
    """As what the rules of a meeting know it: to send an idea to a leader, or to move it in another way."""
    return Act.SEND if status == Status.REVIEW else Act.PROGRESS


async def set_status(
    runtime: Runtime, seat: Seat, idea: Idea, status: Status, typed: Mapping[str, str], *, act: Act
) -> None:
    """Move an idea as `seat`, with what they typed. The same again is done once.

    Raises NotAllowed for whom FLOW does not name, Invalid for what is missing, NotNow when the idea has moved.
    """
    async with changing(runtime, seat, act) as change:
        await move_idea(change, idea, status, typed)


async def move_idea(
    change: Change, idea: Idea, status: Status, typed: Mapping[str, str], *, by: frozenset[By] | None = None
) -> None:
    """The same as a part of a change that does more. `by` says as whom where no seat does it: an owner without an
    account (`typed["name"]` is then their name), or the members by their answers. Raises as `set_status`."""
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
    """Whether the idea's last line is this very one, by the same seat, not long ago: a second click, or an answer that
    was lost. Looking at what it came to, one may well say the same again months later. Who goes back and names another
    owner or step says something else."""
    query = select(StatusChange).where(StatusChange.idea_id == move.idea.id).order_by(col(StatusChange.id).desc())
    last = (await move.board.session.execute(query.limit(1))).scalar_one_or_none()
    by = move.board.seat.id if move.board.seat is not None else None
    if last is None or last.seat_id != by or last.status is not move.status or last.at < move.board.now - AGAIN:
        return False
    return all(getattr(last, name) == value for name, value in move.line.items()) and await has_already(move)


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
    board.tell(AnswerGiven(move.idea.id, answer.id))
