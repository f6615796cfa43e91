"""A ballot on its way to the box: reading the form, the rules frozen when the round opened, and the check against
them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.idea import Idea
from schemas.round import Ballot, Round, RoundIdea, RoundState
from schemas.seat import Seat
from schemas.voter import voter_key
from server.core.change import role_may
from server.core.database import Database
from server.core.errors import N_, Invalid, NotAllowed, NotNow
from server.core.runtime import Runtime
from server.ideas.groups.wordings import load_authors
from server.room.votes.box import BallotBox, Cast, Kept, Outcome
from server.web.forms import whole_number

DOTS = "dots-"
KEEP = 50
LATE = N_("Afstemningen er slut. Det, du sendte nu, nåede ikke med. Det, der var gemt før, gælder.")
NOT_YOURS = N_("Afstemningen var begyndt, da du kom. Du er med i den næste.")


@dataclass(frozen=True)
class Rules:
    """An open round: its limits, its ideas (public id → id), and who wrote which (seat id → public ids).

    Not its secret: the rules stay in memory, and once the round is closed the secret must not exist anywhere (promise
    P2).
    """

    round_id: int
    dots: int
    most: int
    own_allowed: bool
    ideas: dict[str, int]
    own: dict[int, frozenset[str]]


_rules: dict[str, Rules] = {}
"""By the round's public id: a restored database may hand out the same database ids again."""


async def rules_of(database: Database, round_: Round) -> Rules | None:
    """The rules of an open round; None if it is closed. Only the ballot box's lock decides whether it still is open."""
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
    """The ballot that a seat has cast in an open round; None without one."""
    if round_.secret is None:
        return None
    query = select(Ballot).where(Ballot.round_id == round_.id, Ballot.voter == voter_key(round_.secret, seat_id))
    return (await session.execute(query)).scalar_one_or_none()


def given_dots(typed: Mapping[str, str]) -> dict[str, int]:
    """The dots in a form, by the ideas' public ids. Raises Invalid for anything but whole numbers."""
    return {name.removeprefix(DOTS): whole_number(typed, name, 0) for name in typed if name.startswith(DOTS)}


async def cast_ballot(runtime: Runtime, seat: Seat, round_: Round, given: Mapping[str, int], version: int) -> Kept:
    """Cast a seat's whole ballot (idea's public id → dots), starting from `version` (0 = none yet). Returns after the
    commit.

    Raises NotAllowed for a role that does not vote, NotNow if the round is closed or was opened before the seat was
    taken, and Invalid if the dots break the rules. A ballot from an outdated version is not an error: see `Outcome`.
    """
    if not role_may(seat, Act.VOTE):
        raise NotAllowed
    rules = await rules_of(runtime.database, round_)
    if rules is None or round_.secret is None:
        raise NotNow(LATE)
    dots = checked(rules, seat.id, given)
    kept = await runtime.the(BallotBox).put(
        Cast(rules.round_id, seat.id, voter_key(round_.secret, seat.id), dots, version)
    )
    if kept.outcome is Outcome.CLOSED:
        raise NotNow(LATE)
    if kept.outcome is Outcome.NOT_A_VOTER:
        raise NotNow(NOT_YOURS)
    if kept.outcome is Outcome.KEPT:
        await runtime.ring(seat.board_id, 0)
    return kept


def checked(rules: Rules, seat_id: int | None, given: Mapping[str, int]) -> dict[str, int]:
    """The dots by database id (as text), without zeros. Raises Invalid if they break the round's rules.

    `seat_id` is None for a ballot on paper: nobody knows whose it is, and so which ideas are their own."""
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
