"""Votes as pages show them: in the room, on a member's own ballot, and on the page of an idea."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.disclosure import Count
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState, RoundVoter, Tally
from schemas.seat import Seat
from server.meetings.queries import Room
from server.votes.ballot import own_ballot
from server.votes.results import Result, newest_counted, shown_results, told_round


@dataclass
class RoomVote:
    """The meeting's newest round, whether it is open or closed, and the result that holds."""

    round: Round | None
    told: Round | None
    """The round whose result holds: the newest one that may be told, once no round is open."""
    results: list[Result]
    voted_on: frozenset[int] = frozenset()
    """The ideas of the open round; one that was taken in since is shown in the next."""
    leaders_vote: bool = False
    """Whether the open round has leaders among its voters; the meeting's own rule is for the next round."""

    @property
    def open_round(self) -> Round | None:
        """The round that is open now."""
        return self.round if self.round and self.round.state is RoundState.OPEN else None


async def load_vote(session: AsyncSession, room: Room) -> RoomVote:
    """What every phase shows of votes; the result is shown long after."""
    latest = select(Round).where(Round.meeting_id == room.meeting.id, Round.state != RoundState.VOID)
    newest = (await session.execute(latest.order_by(col(Round.id).desc()).limit(1))).scalar_one_or_none()
    told = await told_round(session, newest)
    vote = RoomVote(newest, told, await shown_results(session, room.meeting, told))
    if newest is not None and vote.open_round is newest:  # what the opening froze
        ideas = (await session.execute(select(RoundIdea.idea_id).where(RoundIdea.round_id == newest.id))).scalars()
        leaders = select(RoundVoter.seat_id).where(RoundVoter.round_id == newest.id, RoundVoter.role == Role.LEADER)
        vote.voted_on = frozenset(ideas)
        vote.leaders_vote = (await session.execute(leaders.limit(1))).first() is not None
    return vote


@dataclass
class OwnBallot:
    """`dots` has the ballot by the ideas' database ids, as text; `version` 0 means none was cast."""

    dots: dict[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def acted(self) -> bool:
        """Whether one was cast."""
        return self.version > 0

    def given(self, idea: Idea) -> int:
        """One's own dots on an idea."""
        return self.dots.get(str(idea.id), 0)

    def shown(self, room: Room) -> dict[str, object]:
        """The ballot by public ids, as the page keeps it."""
        dots = {idea.public_id: self.given(idea) for idea in room.ideas if self.given(idea)}
        return {"version": self.version, "dots": json.dumps(dots)}


async def load_own_ballot(session: AsyncSession, seat: Seat, room: Room) -> OwnBallot:
    """What a seat has cast in the open round: one query while there is one, else none."""
    open_ = room["vote"].open_round
    ballot = await own_ballot(session, open_, seat.id) if open_ and seat.id else None
    return OwnBallot(ballot.dots, ballot.version) if ballot else OwnBallot()


@dataclass(frozen=True)
class ToldVote:
    """One vote on an idea. `got` is None where nothing may be told."""

    meeting: str
    at: datetime
    round: Round
    ideas: int
    """How many were voted on."""
    rank: int
    got: Count | None
    chosen: bool
    roles: Mapping[Role, Count]
    """By role, only where the round's stored result has it."""


async def load_told(session: AsyncSession, idea_id: int) -> list[ToldVote]:
    """The votes on an idea as they may be told, oldest first: one query. A line that the coordinator has not stepped
    to yet is told to nobody."""
    same = and_(col(Tally.round_id) == RoundIdea.round_id, col(Tally.idea_id) == RoundIdea.idea_id)
    others = aliased(RoundIdea)
    number = select(func.count()).select_from(others).where(others.round_id == Round.id).scalar_subquery()
    query = (
        select(Round, Tally, Meeting, number)
        .select_from(RoundIdea)
        .join(Round, col(Round.id) == RoundIdea.round_id)
        .join(Meeting, col(Meeting.id) == Round.meeting_id)
        .outerjoin(Tally, same)
        .where(RoundIdea.idea_id == idea_id, Round.state == RoundState.CLOSED)
        .where(Round.id == newest_counted(Round.meeting_id))
        .order_by(col(Round.id))
    )
    rows = (await session.execute(query)).all()
    return [
        _told(round_, tally, meeting, ideas, idea_id)
        for round_, tally, meeting, ideas in rows
        if _is_shown(round_, tally, meeting)
    ]


def _is_shown(round_: Round, tally: Tally | None, meeting: Meeting) -> bool:
    if meeting.result_from is None or not round_.told:
        return True
    return tally is not None and tally.dots > 0 and tally.rank >= meeting.result_from


def _told(round_: Round, tally: Tally | None, meeting: Meeting, ideas: int, idea_id: int) -> ToldVote:
    exact = round_.told
    got = Count(tally.voters, tally.dots) if tally and exact else Count(0, 0) if exact else None
    roles = {
        Role(name): Count(*figures[str(idea_id)])
        for name, figures in (round_.breakdown or {}).items()
        if exact and str(idea_id) in figures
    }
    chosen = exact and tally is not None and tally.chosen
    return ToldVote(
        meeting.title, meeting.starts_at, round_, ideas, tally.rank if tally and exact else 0, got, chosen, roles
    )
