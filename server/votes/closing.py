"""Closing a round: totals are written, ballots and the secret are deleted, in one transaction.

The round's row is locked FOR UPDATE first. The ballot box holds it FOR SHARE while it writes, so every ballot that
was acknowledged is in the totals and none comes after.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.disclosure import Count, Detail, Group, Totals, breakdown, whole_room
from schemas.format import FORMATS
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Ballot, Round, RoundClosed, RoundState, RoundVoided, RoundVoter, Tally
from schemas.voter import voter_key
from server.change import Change
from server.votes.choosing import last_chosen, settle
from server.votes.repeats import asked, told_before


async def close_round(board: Change, round_: Round, *, counted: bool) -> None:
    """Close an open round that the caller has locked FOR UPDATE; without `counted` it is void and leaves nothing.

    Who could vote in a round whose result is told is known until the meeting ends: a repeat is measured by it. What
    cannot be told chooses nothing, and takes back nothing that was chosen before."""
    told = counted and await _count(board, round_)
    if told:
        await settle(board, round_)
    await board.session.execute(delete(Ballot).where(col(Ballot.round_id) == round_.id))
    if not told:
        await board.session.execute(delete(RoundVoter).where(col(RoundVoter.round_id) == round_.id))
    round_.secret = None
    round_.closed_at = board.now
    round_.state = RoundState.CLOSED if counted else RoundState.VOID
    board.tell(RoundClosed(round_.id) if counted else RoundVoided(round_.id))


async def forget_voters(board: Change, meeting: Meeting) -> None:
    """The meeting ends and no vote of it is repeated any more: who could vote is forgotten."""
    rounds = select(Round.id).where(Round.meeting_id == meeting.id)
    await board.session.execute(delete(RoundVoter).where(col(RoundVoter.round_id).in_(rounds)))


async def _count(board: Change, round_: Round) -> bool:
    """Add up the ballots and write what may be told of them; whether anything may.

    The ideas with the most dots are chosen, as many as the format says.
    """
    assert round_.secret is not None
    voters = (await board.session.execute(select(RoundVoter).where(RoundVoter.round_id == round_.id))).scalars().all()
    role_of = {voter_key(round_.secret, voter.seat_id): voter.role for voter in voters}
    cast = select(Ballot.voter, Ballot.dots, Ballot.paper_role).where(Ballot.round_id == round_.id)
    given = [ballot for ballot in (await board.session.execute(cast)).all() if any(ballot[1].values())]
    ballots = [(paper_role or role_of.get(voter), dots) for voter, dots, paper_role in given]
    paper = Counter(paper_role for _, _, paper_role in given if paper_role)
    round_.on_paper = paper.total()
    round_.eligible += round_.on_paper  # whoever voted on paper could
    room = _totals(dots for _, dots in ballots)
    round_.voters = room.voters
    now = await asked(board.session, round_, room, (voter.seat_id for voter in voters))
    before = await told_before(board.session, round_)
    if whole_room(now, before) is None:
        return False
    round_.detail = Detail.EXACT
    eligible = Counter(voter.role for voter in voters) + paper
    by_role: dict[Role | None, list[dict[str, int]]] = defaultdict(list)
    for role, dots in ballots:
        by_role[role].append(dots)
    groups = [Group(role.value, _totals(by_role[role]), eligible[role]) for role in sorted(eligible)]
    by_group = breakdown(room, groups, closed=True, repeat=any(now.repeats(told) for told in before))
    if by_group is not None:
        round_.breakdown = {
            name: {str(idea): [got.voters, got.dots] for idea, got in totals.ideas.items()}
            for name, totals in by_group.items()
        }
    lines = ranked(sorted(now.about), room)
    last = last_chosen([rank for _, got, rank in lines if got.dots], FORMATS[board.board.format].chosen)
    board.session.add_all(
        Tally(
            round_id=round_.id,
            idea_id=idea,
            voters=got.voters,
            dots=got.dots,
            rank=rank,
            chosen=got.dots > 0 and rank <= last,
        )
        for idea, got, rank in lines
    )
    return True


def _totals(ballots: Iterable[dict[str, int]]) -> Totals[int]:
    voters: Counter[int] = Counter()
    dots: Counter[int] = Counter()
    number = 0
    for ballot in ballots:
        number += 1
        for idea, given in ballot.items():
            if given > 0:
                voters[int(idea)] += 1
                dots[int(idea)] += given
    return Totals(number, {idea: Count(voters[idea], dots[idea]) for idea in voters})


def ranked(ideas: list[int], totals: Totals[int]) -> list[tuple[int, Count, int]]:
    """(idea, count, rank) with the most dots first; equal dots share a rank, as in 1, 2, 2, 4."""
    counts = [(idea, totals.of(idea)) for idea in ideas]
    return [(idea, got, 1 + sum(other.dots > got.dots for _, other in counts)) for idea, got in counts]
