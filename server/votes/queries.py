"""A vote as the room's pages show it, a member's own ballot, and what casting one must know."""

import json
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.roles import Role
from schemas.round import Ballot, Round, RoundIdea, RoundState, RoundVoter
from schemas.seat import Seat
from schemas.voter import voter_key
from server.database import Database
from server.groups.wordings import load_authors
from server.meetings.queries import Room
from server.votes.results import Result, shown_results, told_round

KEEP = 50


@dataclass(frozen=True)
class Rules:
    """An open round: its limits, its ideas (public id → id), and who wrote which (seat id → public ids).

    Not its secret: this stays in memory, and when the round closes the secret must be nowhere (promise P2).
    """

    round_id: int
    dots: int
    most: int
    own_allowed: bool
    ideas: dict[str, int]
    own: dict[int, frozenset[str]]


_rules: dict[str, Rules] = {}
"""By the round's public id: a restored database may count its own ids again."""


async def rules_of(database: Database, round_: Round) -> Rules | None:
    """The rules of an open round, None when it is closed. Only the ballot box's lock decides whether it still is."""
    if round_.state is not RoundState.OPEN or round_.secret is None or round_.id is None:
        _rules.pop(round_.public_id, None)
        return None
    if round_.public_id not in _rules:
        query = select(Idea.public_id, Idea.id, Idea.seat_id, Idea.on_paper).join(
            RoundIdea, col(RoundIdea.idea_id) == Idea.id
        )
        async with database.snapshot() as session:
            rows = (await session.execute(query.where(RoundIdea.round_id == round_.id))).all()
            merged = await load_authors(session, [row[1] for row in rows])
        own: dict[int, set[str]] = {}
        for public_id, _, seat_id, on_paper in rows:
            if seat_id is not None and not on_paper:  # a scribe does not own what they wrote for others
                own.setdefault(seat_id, set()).add(public_id)
        names = {id_: public_id for public_id, id_, *_ in rows}
        for id_, seat_id in merged:
            own.setdefault(seat_id, set()).add(names[id_])
        while len(_rules) >= KEEP:
            _rules.pop(next(iter(_rules)))
        _rules[round_.public_id] = Rules(
            round_.id,
            round_.dots,
            round_.most,
            round_.own_allowed,
            {public_id: id_ for public_id, id_, *_ in rows if id_ is not None},
            {seat: frozenset(ids) for seat, ids in own.items()},
        )
    return _rules[round_.public_id]


async def own_ballot(session: AsyncSession, round_: Round, seat_id: int) -> Ballot | None:
    """The ballot that a seat has cast in an open round."""
    if round_.secret is None:
        return None
    query = select(Ballot).where(Ballot.round_id == round_.id, Ballot.voter == voter_key(round_.secret, seat_id))
    return (await session.execute(query)).scalar_one_or_none()


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
