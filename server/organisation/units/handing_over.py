"""Who answers for a board changes: its unit has another leader, stands elsewhere in the tree, or is another unit. Who
answered before has lost the office, and with it what they could see there; what waited for them goes on to whoever
answers now.

What that is, each feature says itself: `hands_over(…)` in its `hooks.py`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from server.core import jobs
from server.core.change import Change, changing_in
from server.core.hooks import Hooks, must_be_declared
from server.core.office import LEADS
from server.core.runtime import Runtime
from server.core.seating import take_away
from server.organisation.units.ladder import Ladder, Rung, height, ladders
from server.organisation.units.tree import Tree

MOST = 200
"""So many of a kind at most are handed on in one transaction of those that nobody waits for the end of."""
TOUCHED = """
SELECT id FROM board WHERE id = ANY (:boards) AND EXISTS (
    SELECT FROM (SELECT board_id, person_id FROM seat UNION ALL HELD) AS held
    WHERE held.board_id = board.id AND held.person_id = ANY (:people)
) ORDER BY id
"""
OUT_OF_OFFICE = """
SELECT board_id, person_id FROM (
    SELECT board_id, person_id FROM seat WHERE role = 'leader' AND removed_at IS NULL UNION BY_OFFICE
) AS held
WHERE person_id IS NOT NULL AND (CAST(:board AS bigint) IS NULL OR board_id = :board) AND NOT (LEADS)
ORDER BY board_id, person_id LIMIT :most
""".replace("(LEADS)", LEADS.format(board="held.board_id", person="held.person_id"))


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
    never_came: bool
    """They were named by their address and have not been here: nothing may go on naming them."""
    now: datetime
    most: int | None = None
    """So many of a kind are handed on now, the rest in another change. None: all of them."""


DISMISSED: Hooks[Dismissal] = Hooks()
"""Somebody was dismissed: features hand on what they had. Called once for each board and person, in the transaction of
the change of the tree, under the board's lock, after their seat was taken away; again where `most` left something.
What happened is told with `dismissal.board`. What one raises undoes the whole change of the tree."""
_HELD: list[str] = []
_BY_OFFICE: list[str] = []


def hands_over(held: str, hand_on: Callable[[Dismissal], Awaitable[None]], *, by_office: str = "") -> None:
    """Declare what a feature hands on, see DISMISSED. `held` is a query in SQL of `board_id, person_id`: who has
    anything on a board that it would hand on. Boards where nobody has, and nobody has a seat, stay as they are.
    `by_office` asks the same of what nobody has without leading there: where somebody else does, a version before has
    left it, and it is handed on later."""
    _HELD.append(held)
    if by_office:
        _BY_OFFICE.append(by_office)
    DISMISSED.add(hand_on)


@cache
def _touched() -> Any:
    """Of some boards those where something follows for some people."""
    must_be_declared()
    return text(TOUCHED.replace("HELD", " UNION ALL ".join(_HELD)))


@cache
def _out_of_office() -> Any:
    """Who still has what goes with an office on a board, and is in office there no longer."""
    must_be_declared()
    return text(OUT_OF_OFFICE.replace("BY_OFFICE", " UNION ".join(_BY_OFFICE)))


@dataclass(frozen=True)
class Office:
    """A board's ladder before and after a change."""

    before: Ladder
    after: Ladder

    @property
    def left(self) -> set[int]:
        """Who answered for the board, and does no longer."""
        return _leaders(self.before) - _leaders(self.after)

    @property
    def came(self) -> set[int]:
        """Who does now and did not."""
        return _leaders(self.after) - _leaders(self.before)

    def heir(self, person_id: int) -> Rung | None:
        """Who has now what somebody who left had: whoever stands where they stood, else the nearest above, else the
        nearest below. Of one whose place is not known any more, the nearest of all."""
        place = max(height(self.before, person_id), 0)
        ways = (*self.after[place:], *reversed(self.after[:place]))
        return next((rung for rung in ways if rung.leader_id), None)

    def was_awaited(self, person_id: int) -> bool:
        """Whether one who left never came: then nothing may go on naming them."""
        return any(rung.awaited and rung.leader_id == person_id for rung in self.before)


def _leaders(ladder: Ladder) -> set[int]:
    return {rung.leader_id for rung in ladder if rung.leader_id}


@asynccontextmanager
async def change_tree(runtime: Runtime, person: Person) -> AsyncIterator[Tree]:
    """Change what a coordinator may change of the tree, and which unit a board is under: the one way to do it. Where
    others answer for a board after that, it is handed over in the same transaction."""
    async with runtime.database.begin() as session:
        tree = await Tree.of(session, person)
        before = await _offices(session, tree.units)
        yield tree
        await session.flush()
        moved = await _hand_over(session, before, await _offices(session, tree.units), tree.now)
    await ring_all(runtime, moved)


async def ring_all(runtime: Runtime, moved: Collection[tuple[int, int]]) -> None:
    """After the commit: tell everyone that these boards have moved, and the workers that something is due."""
    for board_id, seq in moved:
        await runtime.ring(board_id, seq)
    if moved:
        await jobs.ring(runtime.doorbell)


async def _offices(session: AsyncSession, units: Iterable[int]) -> Mapping[int, Ladder]:
    """The ladder of each board under these units."""
    placed = select(Board.id, Board.unit_id).where(col(Board.unit_id).in_(list(units)))
    unit_of = {row[0]: row[1] for row in (await session.execute(placed)).all()}
    found = await ladders(session, set(unit_of.values()))
    return {board_id: found[unit_id] for board_id, unit_id in unit_of.items()}


async def _hand_over(
    session: AsyncSession, before: Mapping[int, Ladder], after: Mapping[int, Ladder], now: datetime
) -> list[tuple[int, int]]:
    """The boards that moved by it, and how far."""
    changed = {board_id: Office(before[board_id], after[board_id]) for board_id in before if board_id in after}
    people = {board_id: office.left | office.came for board_id, office in changed.items()}
    others = [board_id for board_id, theirs in people.items() if theirs]
    if not others:
        return []
    asked, moved = {"boards": others, "people": list(set[int]().union(*people.values()))}, []
    for board_id in (await session.execute(_touched(), asked)).scalars().all():
        office = changed[board_id]
        async with changing_in(session, board_id) as change:
            await _appoint(change, office.came)
            for person_id in sorted(office.left):
                await _dismiss(change, office, person_id, now)
        moved.append((board_id, change.board.seq))
    return moved


async def boards_to_settle(session: AsyncSession) -> list[int]:
    """Boards where somebody out of office still has what goes with it: a version before has left it so."""
    asked = {"board": None, "most": MOST}
    return sorted({board_id for board_id, _ in (await session.execute(_out_of_office(), asked)).all()})


async def settle(change: Change) -> bool:
    """Hand over what one who is out of office still has on a board, MOST of each kind; whether there may be more."""
    asked = {"board": change.board.id, "most": 1}
    found = (await change.session.execute(_out_of_office(), asked)).first()
    if found is None:
        return False
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    await _dismiss(change, Office((), ladder), found.person_id, change.now, MOST)
    return True


async def _seats(change: Change, people: Collection[int]) -> list[Seat]:
    query = select(Seat).where(Seat.board_id == change.board.id, col(Seat.person_id).in_(people))
    return list((await change.session.execute(query.order_by(col(Seat.id)))).scalars())


async def _appoint(change: Change, people: Collection[int]) -> None:
    """Whose seat was taken away when they left the office has it again."""
    for seat in await _seats(change, people):
        if seat.removed_at is not None:
            seat.removed_at, seat.role = None, Role.LEADER
            change.tell(SeatChanged(seat.id))


async def _dismiss(change: Change, office: Office, person_id: int, now: datetime, most: int | None = None) -> None:
    """One who leads nothing here any more. Who coordinates the board too keeps that seat, and what they own."""
    seat = next(iter(await _seats(change, [person_id])), None)
    stays = seat is not None and seat.removed_at is None and seat.role is not Role.LEADER
    if seat is not None and seat.removed_at is None and not stays:
        await take_away(change, seat)
    heir, never_came = office.heir(person_id), office.was_awaited(person_id)
    await DISMISSED(Dismissal(change, office.after, person_id, heir, stays, never_came, now, most))
