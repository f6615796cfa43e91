"""What a meeting has already disclosed of its votes. Compared with it, the next result must not reveal how a few people
voted."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.disclosure import EXACT_FROM, Asked, Count, Detail, Totals, whole_room
from schemas.meeting import Meeting
from schemas.round import Method, Round, RoundIdea, RoundState, RoundVoter, Tally
from server.room.votes.opening import voters_of


async def asked(session: AsyncSession, now: Round, totals: Totals[int], seats: Iterable[int]) -> Asked[int]:
    """A round being closed, in the form that `schemas/disclosure.py` judges: its totals, its ideas and the seats that
    could vote."""
    return _asked(now, totals, (await _ideas(session, [now.id]))[now.id or 0], seats)


async def told_before(session: AsyncSession, now: Round) -> list[Asked[int]]:
    """The results that the round's meeting has already disclosed about any of the same ideas. Four queries."""
    ours, theirs = aliased(RoundIdea), aliased(RoundIdea)
    same = select(theirs.round_id).join(ours, col(ours.idea_id) == theirs.idea_id).where(ours.round_id == now.id)
    told = (Round.state == RoundState.CLOSED, Round.detail == Detail.EXACT, Round.id != now.id)
    query = select(Round).where(Round.meeting_id == now.meeting_id, col(Round.id).in_(same), *told)
    earlier = {round_.id or 0: round_ for round_ in (await session.execute(query)).scalars()}
    got, seats = defaultdict[int, dict[int, Count]](dict), defaultdict[int, list[int]](list)
    for tally in (await session.execute(select(Tally).where(col(Tally.round_id).in_(earlier)))).scalars():
        got[tally.round_id][tally.idea_id] = Count(tally.voters, tally.dots)
    for voter in (await session.execute(select(RoundVoter).where(col(RoundVoter.round_id).in_(earlier)))).scalars():
        seats[voter.round_id].append(voter.seat_id)
    ideas = await _ideas(session, earlier)
    return [_asked(it, Totals(it.voters or 0, got[id_]), ideas[id_], seats[id_]) for id_, it in earlier.items()]


async def _ideas(session: AsyncSession, rounds: Iterable[int | None]) -> Mapping[int, Iterable[int]]:
    found = defaultdict[int, list[int]](list)
    for row in (await session.execute(select(RoundIdea).where(col(RoundIdea.round_id).in_(rounds)))).scalars():
        found[row.round_id].append(row.idea_id)
    return found


def _asked(round_: Round, totals: Totals[int], ideas: Iterable[int], seats: Iterable[int]) -> Asked[int]:
    approval, slips = round_.method is Method.APPROVAL, round_.on_paper
    return Asked(totals, frozenset(ideas), frozenset([*seats, *_on_paper(round_)]), each=approval, on_paper=slips)


def _on_paper(round_: Round) -> list[str]:
    """Those who voted on paper: somebody each, and nobody that we know."""
    return [f"paper {number}" for number in range(round_.on_paper)]


async def few_have_moved(session: AsyncSession, told: Round) -> bool:
    """Whether repeating the vote of `told` now could not give a result of its own, however people vote: too few have
    come or gone since, or voted on paper, and may be here or not."""
    voters = select(RoundVoter.seat_id).where(RoundVoter.round_id == told.id)
    ideas = {1: Count(EXACT_FROM, EXACT_FROM)}  # any idea that both are about
    seats = (await session.execute(voters)).scalars()
    before = Asked(Totals(EXACT_FROM, ideas), frozenset(ideas), frozenset([*seats, *_on_paper(told)]))
    meeting = await session.get_one(Meeting, told.meeting_id)
    could = frozenset[Hashable](voter.seat.id for voter in await voters_of(session, meeting) if voter.came)
    return len(could) >= EXACT_FROM and whole_room(replace(before, could=could), [before]) is None
