"""A unit has another leader, or stands elsewhere in the tree. Who answered for its boards before has lost the office,
and with it what they could see there; what waited for them goes on to whoever answers now.

What that is, each feature says itself: `hands_over(…)` in its `hooks.py`.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from schemas.unit import Unit
from server.change import Change, change_in
from server.hooks import Hooks, must_be_declared
from server.seating import take_away
from server.unit_walk import below
from server.units.ladder import Ladder, Rung, height, ladders

TOUCHED = """
WITH RECURSIVE BELOW
SELECT board.id FROM board JOIN below ON below.id = board.unit_id
WHERE EXISTS (SELECT FROM seat WHERE board_id = board.id AND person_id = ANY (:people))
   OR HELD ORDER BY board.id
""".replace("BELOW", below("below", "unit WHERE id = :unit"))


@dataclass(frozen=True)
class Dismissal:
    """On one board: somebody who led it leads nothing here any more."""

    board: Change
    ladder: Ladder
    """Who leads the board's unit and those above it now."""
    person_id: int
    heir: Rung | None
    """Who has now what they had; None where nobody leads at all."""
    stays: bool
    """They coordinate the board too: that seat is theirs still, and so is what they own as anybody may."""
    now: datetime


DISMISSED: Hooks[Dismissal] = Hooks()
"""Somebody was dismissed: features hand on what they had. Called once for each board and person, in the transaction of
the change of the tree, under the board's lock, after their seat was taken away. What happened is told with
`dismissal.board`. What one raises undoes the whole change of the tree."""
_HELD: list[str] = []


def hands_over(held: str, hand_on: Callable[[Dismissal], Awaitable[None]]) -> None:
    """Declare what a feature hands on, see DISMISSED. `held` is a condition in SQL: whether on `board` somebody of
    `:people` has anything that it would hand on. Boards where no feature's holds, and nobody has a seat, stay as they
    are."""
    _HELD.append(held)
    DISMISSED.add(hand_on)


@cache
def _touched() -> Any:
    """The boards at and below a unit where something follows for some people."""
    must_be_declared()
    return text(TOUCHED.replace("HELD", " OR ".join(_HELD)))


@dataclass(frozen=True)
class Office:
    """A unit's ladder before and after a change."""

    before: Ladder
    after: Ladder

    @property
    def left(self) -> set[int]:
        """Who led here, or above, and does no longer."""
        return _leaders(self.before) - _leaders(self.after)

    @property
    def came(self) -> set[int]:
        """Who does now and did not."""
        return _leaders(self.after) - _leaders(self.before)

    def heir(self, person_id: int) -> Rung | None:
        """Who has now what somebody who left had: whoever stands where they stood, else the nearest above, else the
        nearest below."""
        place = height(self.before, person_id)
        ways = (*self.after[place:], *reversed(self.after[:place]))
        return next((rung for rung in ways if rung.leader_id), None)


def _leaders(ladder: Ladder) -> set[int]:
    return {rung.leader_id for rung in ladder if rung.leader_id}


async def hand_over(session: AsyncSession, unit: Unit, before: Ladder, now: datetime) -> list[tuple[int, int]]:
    """As a part of a change of the tree, when it is written: what follows from it on the boards of `unit` and below.
    `before` is the unit's ladder as it was. The boards that moved, and how far, to be rung when it is committed."""
    office = Office(before, (await ladders(session, [unit.id]))[unit.id])
    people = office.left | office.came
    if not people:
        return []
    moved = []
    for board_id in (await session.execute(_touched(), {"unit": unit.id, "people": list(people)})).scalars().all():
        async with change_in(session, board_id) as board:
            ladder = (await ladders(session, [board.board.unit_id]))[board.board.unit_id]
            here = _leaders(ladder)
            await _appoint(board, office.came & here)
            for person_id in sorted(office.left - here):
                await _dismiss(board, ladder, person_id, office.heir(person_id) or _nearest(ladder), now)
        moved.append((board_id, board.board.seq))
    return moved


def _nearest(ladder: Ladder) -> Rung | None:
    return next((rung for rung in ladder if rung.leader_id), None)


async def _seats(board: Change, people: Collection[int]) -> list[Seat]:
    query = select(Seat).where(Seat.board_id == board.board.id, col(Seat.person_id).in_(people))
    return list((await board.session.execute(query.order_by(col(Seat.id)))).scalars())


async def _appoint(board: Change, people: Collection[int]) -> None:
    """Whose seat was taken away when they left the office has it again."""
    for seat in await _seats(board, people):
        if seat.removed_at is not None:
            seat.removed_at, seat.role = None, Role.LEADER
            board.tell(SeatChanged(seat.id))


async def _dismiss(board: Change, ladder: Ladder, person_id: int, heir: Rung | None, now: datetime) -> None:
    """One who leads nothing here any more. Who coordinates the board too keeps that seat, and what they own."""
    seat = next(iter(await _seats(board, [person_id])), None)
    stays = seat is not None and seat.removed_at is None and seat.role is not Role.LEADER
    if seat is not None and seat.removed_at is None and not stays:
        await take_away(board, seat)
    await DISMISSED(Dismissal(board, ladder, person_id, heir, stays, now))
