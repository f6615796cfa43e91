"""The rules of the next round."""

from schemas.act import Act
from schemas.meeting import (
    Meeting,
    VoteOn,
    VotingSet,
)
from schemas.round import DOTS_MAX, Method
from schemas.seat import Seat
from server.change import change
from server.errors import N_, Invalid
from server.parts import Parts


async def set_voting(
    parts: Parts,
    seat: Seat,
    meeting: Meeting,
    *,
    method: Method,
    dots: int,
    most: int,
    own_allowed: bool,
    leaders_vote: bool = True,
    vote_on: VoteOn = VoteOn.ALL,
    dots_max: int = DOTS_MAX,
) -> None:
    """Choose the rules of the next round; an open one keeps its own. Dots are 1 to 100, `most` at most dots.

    `dots_max` is for elections held elsewhere, whose voters had more."""
    if not 1 <= dots <= dots_max or not 1 <= most <= dots:
        raise Invalid(
            N_("Antallet af prikker passer ikke."),
            fields={"dots": N_("Vælg 1 til 100 prikker. En idé kan højst få dem alle.")},
        )
    async with change(parts, seat, Act.RUN, meeting) as board:
        at = board.at
        at.method, at.dots, at.most = method, dots, most
        at.own_allowed, at.leaders_vote, at.vote_on = own_allowed, leaders_vote, vote_on
        board.tell(VotingSet(at.id))
