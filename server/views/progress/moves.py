"""Where a member of staff may move each card of a board, by the same rules as on the idea's own page."""

import json
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import Status, choices
from schemas.seat import Seat
from server.organisation.units.ladder import ladders
from server.views.progress.queries import Progress
from server.work.answers.standing import stands_as


@dataclass
class Own:
    """What on a progress page is the viewer's own: for each idea (public id), the statuses they may give it. Never
    broadcast."""

    moves: dict[str, list[Status]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The moves as JSON, for the page's script; empty without any."""
        return json.dumps(self.moves, separators=(",", ":")) if self.moves else ""


async def load_own(session: AsyncSession, progress: Progress, seat: Seat) -> Own:
    """The moves of `seat` on the cards that are shown. One query for staff; none for members, who move nothing."""
    if not seat.staff:
        return Own()
    unit = progress.board.unit_id
    ladder = (await ladders(session, [unit])).get(unit, [])
    moves: dict[str, list[Status]] = {}
    for card in progress.shown:
        by = stands_as(ladder, seat, card, is_owner=seat.person_id in card.people)
        if found := choices(card.status, by):
            moves[card.public_id] = found
    return Own(moves)
