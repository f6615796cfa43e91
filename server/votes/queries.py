"""What casting a ballot must know, read once per round and process: a round's rules are frozen while it is open."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.round import Ballot, Round, RoundIdea, RoundState
from schemas.voter import voter_key
from server.database import Database
from server.groups.wordings import load_authors

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
