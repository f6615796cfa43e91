"""A vote as a meeting's pages show it, and a member's own ballot."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import voting
from schemas.idea import Idea
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState, RoundVoter
from schemas.seat import Seat
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room
from server.room.votes.ballot import own_ballot
from server.room.votes.results import Result, shown_results, told_round


@dataclass
class RoomVote:
    """The meeting's newest round, open or closed, and the result in force."""

    round: Round | None
    told: Round | None
    """The round whose result is in force: the newest one that may be disclosed. None while a round is open."""
    results: list[Result]
    voted_on: frozenset[int] = frozenset()
    """The ideas of the open round; one that was let in later is voted on in the next."""
    leaders_vote: bool = False
    """Whether the open round has leaders among its voters; the meeting's own rule applies to the next round."""

    def asks(self, role: Role) -> bool:
        """Whether somebody of `role` has a ballot in the open round."""
        return role in voting(leaders_vote=self.leaders_vote)

    @property
    def open_round(self) -> Round | None:
        """The round that is open now; None without one."""
        return self.round if self.round and self.round.state is RoundState.OPEN else None


@built_once
def _newest() -> Any:
    query = select(Round).where(Round.meeting_id == bindparam("meeting"), Round.state != RoundState.VOID)
    return query.order_by(col(Round.id).desc()).limit(1)


async def load_vote(session: AsyncSession, room: Room) -> RoomVote:
    """What every phase shows of votes: the result can be seen long after the vote."""
    newest = (await session.execute(_newest(), {"meeting": room.meeting.id})).scalar_one_or_none()
    told = await told_round(session, newest)
    vote = RoomVote(newest, told, await shown_results(session, room.meeting, told))
    if (open_ := vote.open_round) is not None:  # as frozen when it was opened
        ideas = (await session.execute(select(RoundIdea.idea_id).where(RoundIdea.round_id == open_.id))).scalars()
        leaders = select(RoundVoter.seat_id).where(RoundVoter.round_id == open_.id, RoundVoter.role == Role.LEADER)
        vote.voted_on = frozenset(ideas)
        vote.leaders_vote = (await session.execute(leaders.limit(1))).first() is not None
    return vote


@dataclass
class OwnBallot:
    """One member's ballot: `dots` by the ideas' database ids, as text; `version` 0 means that none was cast."""

    dots: dict[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def acted(self) -> bool:
        """Whether a ballot was cast."""
        return self.version > 0

    def given(self, idea: Idea) -> int:
        """The member's dots on an idea."""
        return self.dots.get(str(idea.id), 0)

    def shown(self, room: Room) -> dict[str, object]:
        """The ballot by public ids, for the page's script."""
        dots = {idea.public_id: self.given(idea) for idea in room.ideas if self.given(idea)}
        open_ = room["vote"].open_round
        return {"version": self.version, "dots": json.dumps(dots), "round": open_.public_id if open_ else ""}


async def load_own_ballot(session: AsyncSession, seat: Seat, room: Room) -> OwnBallot:
    """What a seat has cast in the open round. One query while a round is open, else none."""
    open_ = room["vote"].open_round
    ballot = await own_ballot(session, open_, seat.id) if open_ and seat.id else None
    return OwnBallot(ballot.dots, ballot.version) if ballot else OwnBallot()
