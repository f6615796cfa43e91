"""What people do in a vote: cast a ballot; lead the room through the result, and mark what it has chosen aloud."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import col, select

from schemas.act import Act
from schemas.disclosure import Detail, too_few
from schemas.flow import By, Status, may_become
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting, ResultStepped
from schemas.round import Ballot, Round, RoundState, Tally
from schemas.seat import Seat
from schemas.voter import voter_key
from server.answers.commands import MOVED
from server.change import Change, change, role_may
from server.errors import N_, Invalid, NotAllowed, NotNow
from server.ideas.commands import note
from server.parts import Parts
from server.votes.box import BallotBox, Cast, Kept, Outcome
from server.votes.queries import Rules, rules_of
from server.votes.results import newest_counted

LATE = N_("Afstemningen er slut. Det, du sendte nu, nåede ikke med. Det, der var gemt før, gælder.")
NOT_YOURS = N_("Afstemningen var begyndt, da du kom. Du er med i den næste.")


async def cast_ballot(parts: Parts, seat: Seat, round_: Round, given: Mapping[str, int], version: int) -> Kept:
    """Cast a seat's whole ballot (idea's public id → dots), starting from `version`. Returns after the commit.

    Raises NotAllowed for a role that does not vote, NotNow when the round is closed or began before the seat was
    taken, Invalid when the dots break the rules. A ballot from an outdated version comes back as such.
    """
    if not role_may(seat, Act.VOTE):
        raise NotAllowed
    rules = await rules_of(parts.database, round_)
    if rules is None or round_.secret is None:
        raise NotNow(LATE)
    dots = checked(rules, seat.id, given)
    kept = await parts.the(BallotBox).put(
        Cast(rules.round_id, seat.id, voter_key(round_.secret, seat.id), dots, version)
    )
    if kept.outcome is Outcome.CLOSED:
        raise NotNow(LATE)
    if kept.outcome is Outcome.NOT_A_VOTER:
        raise NotNow(NOT_YOURS)
    if kept.outcome is Outcome.KEPT:
        await parts.ring(seat.board_id, 0)
    return kept


def checked(rules: Rules, seat_id: int | None, given: Mapping[str, int]) -> dict[str, int]:
    """The dots by idea id, zeros left out. Raises Invalid when they break the round's rules.

    `seat_id` is None for a ballot on paper: whose it is, and so which idea is their own, nobody knows."""
    chosen = {idea: dots for idea, dots in given.items() if dots != 0}
    if any(idea not in rules.ideas for idea in chosen):
        raise Invalid(N_("Idéen er ikke med i denne afstemning."))
    if any(not 0 < dots <= rules.most for dots in chosen.values()):
        raise Invalid(N_("Du kan højst give %(most)s prikker til én idé."), {"most": rules.most})
    if sum(chosen.values()) > rules.dots:
        raise Invalid(N_("Der er ikke flere prikker. Flyt en, hvis du vil stemme på denne."))
    if not rules.own_allowed and seat_id is not None and rules.own.get(seat_id, frozenset()) & chosen.keys():
        raise Invalid(N_("I denne afstemning stemmer man på de andres idéer."))
    return {str(rules.ideas[idea]): dots for idea, dots in chosen.items()}


NOTHING_YET = 999_999_999
"""As `Meeting.result_from`: every rank comes before it, so no line is shown."""


async def step_result(parts: Parts, seat: Seat, meeting: Meeting, what: str, seen: int | None = None) -> None:
    """`step` hides the lines to show them one by one, `next` shows the best of those that are left, `all` the rest.

    `step` and `all` may be chosen while the vote is open. `seen` is the rank that the coordinator saw shown last: a
    second click changes nothing. Raises NotNow when there are no lines to step through."""
    if what not in {"step", "next", "all"}:
        raise Invalid(N_("Vælg, hvordan resultatet vises."))
    async with change(parts, seat, Act.RUN, meeting) as board:
        at = board.at
        if at.phase not in {Phase.VOTE, Phase.RESULT}:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if what == "next" and (at.result_from is None or (seen is not None and seen != at.result_from)):
            return
        if what == "next":
            at.result_from = await _next(board)
        elif what == "step" and at.phase is Phase.RESULT and not await _ranks(board):
            raise NotNow(N_("Der er intet at vise trin for trin."))
        else:
            at.result_from = NOTHING_YET if what == "step" else None
        board.tell(ResultStepped(at.id))


async def show_the_whole(board: Change) -> None:
    """When another phase than the result is entered, no line of it is held back any longer."""
    if board.at.phase is not Phase.RESULT:
        board.at.result_from = None


async def _next(board: Change) -> int | None:
    """The next rank to be shown; None when it is the first, and all is shown."""
    shown = board.at.result_from or 0
    left = [rank for rank in await _ranks(board) if rank < shown]
    return max(left) if len(left) > 1 else None


async def _ranks(board: Change) -> list[int]:
    """The ranks of the lines with dots in the newest result, where the numbers may be told: without, no order may."""
    query = (
        select(func.distinct(Tally.rank))
        .join(Round, col(Round.id) == Tally.round_id)
        .where(Round.id == newest_counted(board.at.id), Round.detail == Detail.EXACT, col(Tally.dots) > 0)
    )
    return list((await board.session.execute(query)).scalars())


async def mark_chosen(parts: Parts, seat: Seat, meeting: Meeting, chosen: Mapping[str, bool]) -> None:
    """Mark several ideas of the meeting as chosen, or as not chosen after all: all of them or none. What stands so
    already stays. Raises NotNow in other phases, while enough people vote, and for an idea that has moved on; Invalid
    for one that is not before the room."""
    async with change(parts, seat, Act.AGREE, meeting) as board:
        if not board.at.rule.marks:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if await _enough_vote(board):
            raise NotNow(N_("I er nok til at stemme. Vent, til afstemningen er slut."))
        shown = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
        query = select(Idea).where(Idea.meeting_id == board.at.id, col(Idea.public_id).in_(chosen), *shown)
        ideas = list((await board.session.execute(query.order_by(col(Idea.number)))).scalars())
        if len(ideas) < len(chosen):
            raise Invalid(N_("Vælg en idé."))
        for idea in ideas:
            status = Status.PRIORITISED if chosen[idea.public_id] else Status.PROPOSED
            if idea.status is status:
                continue
            if not may_become(idea.status, status, By.COORDINATOR):
                raise NotNow(MOVED)
            await note(board, idea, status)


async def _enough_vote(board: Change) -> bool:
    query = select(Round).where(Round.meeting_id == board.at.id, Round.state == RoundState.OPEN)
    round_ = (await board.session.execute(query)).scalar_one_or_none()
    if round_ is None:
        return False
    slips = select(Ballot.voter).where(Ballot.round_id == round_.id, col(Ballot.paper_role).is_not(None))
    return not too_few(round_.eligible + len((await board.session.execute(slips)).all()))
