"""Closing a round in one transaction: the totals and what they choose are written, the ballots and the secret are
deleted. The round's row is locked FOR UPDATE first. The ballot box holds it FOR SHARE while it writes, so every ballot
that was acknowledged is in the totals and none comes after."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.disclosure import Count, Detail, Group, Totals, breakdown, whole_room
from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Ballot, Round, RoundClosed, RoundState, RoundVoided, RoundVoter, Tally
from schemas.secret import Secret
from schemas.voter import voter_key
from server.core.change import Change
from server.ideas.ideas.erasing import erase_waiting
from server.room.votes.choosing import settle
from server.room.votes.opening import forget_absent
from server.room.votes.repeats import asked, told_before
from server.room.votes.results import last_chosen, ranked


async def close_round(change: Change, round_: Round, *, counted: bool) -> None:
    """Close an open round that the caller has locked FOR UPDATE. Unless it is `counted` it is void and leaves nothing
    behind.
    Who could vote in a round whose result is disclosed stays known until the meeting ends, to judge what a repeat may
    disclose. A result that cannot be disclosed chooses nothing, and undoes nothing that was chosen before. Ideas whose
    authors were erased meanwhile lose their words."""
    told = counted and await _count(change, round_)
    if told:
        await settle(change, round_)
    await change.session.execute(delete(Ballot).where(col(Ballot.round_id) == round_.id))
    if not told:
        await change.session.execute(delete(RoundVoter).where(col(RoundVoter.round_id) == round_.id))
    await change.session.execute(delete(Secret).where(col(Secret.round_id) == round_.id))
    round_.closed_at = change.now
    round_.state = RoundState.CLOSED if counted else RoundState.VOID
    change.tell(RoundClosed(round_.id) if counted else RoundVoided(round_.id))
    await change.session.flush()
    await erase_waiting(change)


async def close_open_round(change: Change, phase: Phase | None) -> None:
    """On leaving a phase: close an open round. It is counted only if the result comes next; otherwise it is void."""
    query = select(Round).where(Round.meeting_id == change.at.id, Round.state == RoundState.OPEN).with_for_update()
    for round_ in (await change.session.execute(query)).scalars().all():
        await close_round(change, round_, counted=phase is Phase.RESULT)


async def show_in_full(change: Change) -> None:
    """When the meeting ends: show its result in full."""
    change.at.result_from = None


async def forget_voters(change: Change) -> None:
    """When the meeting can no longer be opened again, so that no vote of it can be repeated: forget who could vote."""
    rounds = select(Round.id).where(Round.meeting_id == change.at.id)
    await change.session.execute(delete(RoundVoter).where(col(RoundVoter.round_id).in_(rounds)))


async def _count(change: Change, round_: Round) -> bool:
    """Add up the ballots and write what may be disclosed. Returns whether anything may.

    The ideas with the most dots are chosen, as many as the board's format says.
    """
    assert round_.secret is not None
    await forget_absent(change, round_)
    voters = (await change.session.execute(select(RoundVoter).where(RoundVoter.round_id == round_.id))).scalars().all()
    role_of = {voter_key(round_.secret, voter.seat_id): voter.role for voter in voters}
    cast = select(Ballot.voter, Ballot.dots, Ballot.paper_role).where(Ballot.round_id == round_.id)
    given = [ballot for ballot in (await change.session.execute(cast)).all() if any(ballot[1].values())]
    ballots = [(paper_role or role_of.get(voter), dots) for voter, dots, paper_role in given]
    paper = Counter(paper_role for _, _, paper_role in given if paper_role)
    round_.on_paper = paper.total()
    round_.eligible += round_.on_paper  # whoever voted on paper was eligible
    room = _totals(dots for _, dots in ballots)
    round_.voters = room.voters
    now = await asked(change.session, round_, room, (voter.seat_id for voter in voters))
    before = await told_before(change.session, round_)
    if whole_room(now, before) is None:
        return False
    round_.detail = Detail.EXACT
    eligible = Counter(voter.role for voter in voters) + paper
    by_role: dict[Role | None, list[dict[str, int]]] = defaultdict(list)
    for role, dots in ballots:
        by_role[role].append(dots)
    groups = [Group(role.value, _totals(by_role[role]), eligible[role]) for role in sorted(eligible)]
    by_group = breakdown(room, groups, closed=True, repeat=any(now.repeats(told) for told in before))
    form = (await change.session.get_one(Meeting, round_.meeting_id)).form
    if by_group is not None and form.asks_roles:
        round_.breakdown = {
            name: {str(idea): [got.voters, got.dots] for idea, got in totals.ideas.items()}
            for name, totals in by_group.items()
        }
    lines = ranked(sorted(now.about), room)
    last = last_chosen([rank for _, got, rank in lines if got.dots], form.chosen)
    change.session.add_all(
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
