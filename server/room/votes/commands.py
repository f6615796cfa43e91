"""What a coordinator does with a vote: reveals its result to the room, and marks what the room agreed on aloud."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import col, select

from schemas.act import Act
from schemas.disclosure import Detail, too_few
from schemas.flow import By, Status, may_become
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Ballot, ResultStepped, Round, RoundState, Tally, newest_counted
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import note
from server.work.answers.commands import MOVED

NOTHING_YET = 999_999_999
"""A value for `Meeting.result_from` that every rank comes before, so that no line is shown."""


async def step_result(runtime: Runtime, seat: Seat, meeting: Meeting, what: str, seen: int | None = None) -> None:
    """Reveal the result: `step` hides the lines in order to show them one by one from the bottom, `next` shows the next
    one up, and `all` shows the rest.

    `step` and `all` may be chosen while the vote is open. `seen` is the rank that the coordinator's page showed last,
    so that a second click changes nothing. Raises Invalid for any other `what`, NotNow in other phases and if there are
    no lines to step through."""
    if what not in {"step", "next", "all"}:
        raise Invalid(N_("Vælg, hvordan resultatet vises."))
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if at.phase not in {Phase.VOTE, Phase.RESULT}:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if what == "next" and (at.result_from is None or (seen is not None and seen != at.result_from)):
            return
        if what == "next":
            at.result_from = await _next(change)
        elif what == "step" and at.phase is Phase.RESULT and not await _ranks(change):
            raise NotNow(N_("Der er intet at vise trin for trin."))
        else:
            at.result_from = NOTHING_YET if what == "step" else None
        change.tell(ResultStepped(at.id))


async def show_the_whole(change: Change) -> None:
    """On entering any phase but the result: stop holding back its lines."""
    if change.at.phase is not Phase.RESULT:
        change.at.result_from = None


async def _next(change: Change) -> int | None:
    """The next rank to show; None if that is the first, which means that everything is shown."""
    shown = change.at.result_from or 0
    left = [rank for rank in await _ranks(change) if rank < shown]
    return max(left) if len(left) > 1 else None


async def _ranks(change: Change) -> list[int]:
    """The ranks of the lines with dots in the newest result, if its numbers may be disclosed; otherwise their order may
    not be either."""
    query = (
        select(func.distinct(Tally.rank))
        .join(Round, col(Round.id) == Tally.round_id)
        .where(Round.id == newest_counted(change.at.id), Round.detail == Detail.EXACT, col(Tally.dots) > 0)
    )
    return list((await change.session.execute(query)).scalars())


async def mark_chosen(runtime: Runtime, seat: Seat, meeting: Meeting, chosen: Mapping[str, bool]) -> None:
    """Mark ideas of the meeting (public ids) as chosen or, with False, as not chosen after all: all of them or none.
    Ideas already so marked are left alone. Raises NotNow in other phases, while a vote is open with enough voters, and
    for an idea that has moved on; Invalid for one that the room cannot see."""
    async with changing(runtime, seat, Act.AGREE, meeting) as change:
        if not change.at.rule.marks:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if await _enough_vote(change):
            raise NotNow(N_("I er nok til at stemme. Vent, til afstemningen er slut."))
        shown = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
        query = select(Idea).where(Idea.meeting_id == change.at.id, col(Idea.public_id).in_(chosen), *shown)
        ideas = list((await change.session.execute(query.order_by(col(Idea.number)))).scalars())
        if len(ideas) < len(chosen):
            raise Invalid(N_("Vælg en idé."))
        for idea in ideas:
            status = Status.PRIORITISED if chosen[idea.public_id] else Status.PROPOSED
            if idea.status is status:
                continue
            if not may_become(idea.status, status, By.COORDINATOR):
                raise NotNow(MOVED)
            await note(change, idea, status)


async def _enough_vote(change: Change) -> bool:
    query = select(Round).where(Round.meeting_id == change.at.id, Round.state == RoundState.OPEN)
    round_ = (await change.session.execute(query)).scalar_one_or_none()
    if round_ is None:
        return False
    slips = select(Ballot.voter).where(Ballot.round_id == round_.id, col(Ballot.paper_role).is_not(None))
    return not too_few(round_.eligible + len((await change.session.execute(slips)).all()))
