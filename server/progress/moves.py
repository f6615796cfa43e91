"""Where a member of staff may move each card of a board; the same rules as on the idea's own page."""

import json
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import By, Status, choices
from schemas.roles import Role
from schemas.seat import Seat
from server.answers.standing import ladders, may_answer
from server.progress.card import Card
from server.progress.queries import Progress


@dataclass
class Own:
    """What on a progress page is one's own: by idea, the statuses that one may give it. Never broadcast."""

    moves: dict[str, list[Status]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As the script of the page reads it."""
        return json.dumps(self.moves, separators=(",", ":")) if self.moves else ""


async def load_own(session: AsyncSession, progress: Progress, seat: Seat) -> Own:
    """The moves of `seat` on the cards that are shown: one query for staff, none for members, who move nothing."""
    if not seat.staff:
        return Own()
    unit = progress.board.unit_id
    ladder = (await ladders(session, [unit])).get(unit, [])

    def standing(card: Card) -> frozenset[By]:
        by = {By.COORDINATOR} if seat.role is Role.COORDINATOR else set[By]()
        if may_answer(ladder, card, seat.person_id):
            by.add(By.LEADER)
        if seat.person_id in card.people:
            by.add(By.OWNER)
        return frozenset(by)

    moves = {card.public_id: choices(card.status, standing(card)) for card in progress.shown}
    return Own({idea: found for idea, found in moves.items() if found})
