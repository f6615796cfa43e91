"""Casting a ballot: checked against the round's frozen rules, then put into the box."""

from collections.abc import Mapping

from schemas.act import Act
from schemas.round import Round
from schemas.seat import Seat
from schemas.voter import voter_key
from server.change import role_may
from server.errors import N_, Invalid, NotAllowed, NotNow
from server.parts import Parts
from server.votes.box import Cast, Kept, Outcome
from server.votes.queries import Rules, rules_of

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
    assert parts.box is not None
    kept = await parts.box.put(Cast(rules.round_id, seat.id, voter_key(round_.secret, seat.id), dots, version))
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
