"""Handing a board over when others become responsible for it: its unit got another leader or was moved in the tree, or
the board was moved to another unit. Whoever was responsible before leaves office and no longer sees the board; what was
waiting for them passes to whoever is responsible now.

What there is to pass on, each feature declares itself, with `hands_over(…)` in its `hooks.py`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from schemas.unit import Deputy, Unit
from server.core import jobs
from server.core.change import Change, changing_in
from server.core.hooks import Hooks, must_be_declared
from server.core.office import LEADS
from server.core.organisation import organisation_of
from server.core.runtime import Runtime
from server.core.seating import take_away
from server.core.trail import note_done
from server.organisation.units.ladder import Ladder, Rung, ladders, standing_at
from server.organisation.units.tree import Tree

MOST = 200
"""How many things of a kind `settle` hands on in one transaction. It runs in the background and can go on in another.
"""
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
    """Somebody who led a board has left that office."""

    board: Change
    ladder: Ladder
    """Who now leads the board's unit and the units above it."""
    person_id: int
    heir: Rung | None
    """Who takes over what they had; None if nobody leads any unit on the ladder."""
    stays: bool
    """They coordinate the board too, and keep that seat, and whatever one may own without being a leader."""
    never_came: bool
    """They were named by their address and never came, so nothing may go on naming them."""
    now: datetime
    most: int | None = None
    """How many things of a kind to hand on now; the rest follows in another change. None: all of them."""


DISMISSED: Hooks[Dismissal] = Hooks()
"""Somebody has left office, and each feature hands on what they had. Called once per board and person, under the
board's lock, in the transaction that changes the tree, after their seat was taken away; called again if `most` left
something over. Events are told on `dismissal.board`. An exception undoes the whole change of the tree."""
_HELD: list[str] = []
_BY_OFFICE: list[str] = []


def hands_over(held: str, hand_on: Callable[[Dismissal], Awaitable[None]], *, by_office: str = "") -> None:
    """Declare that a feature has something to hand on, and how; see DISMISSED.

    `held` is an SQL query for `board_id, person_id`: who has anything on a board that the feature would hand on. Boards
    where none of the people concerned has that, or a seat, are left alone. `by_office` is such a query for what only a
    leader in office can have. If it finds anybody else, an earlier version has left that behind, and `settle` hands it
    on later."""
    _HELD.append(held)
    if by_office:
        _BY_OFFICE.append(by_office)
    DISMISSED.add(hand_on)


@cache
def _touched() -> Any:
    """A query for those of `boards` where one of `people` has a seat or something to hand on."""
    must_be_declared()
    return text(TOUCHED.replace("HELD", " UNION ALL ".join(_HELD)))


@cache
def _out_of_office() -> Any:
    """A query for people who have left office on a board, but still have something that goes with it."""
    must_be_declared()
    return text(OUT_OF_OFFICE.replace("BY_OFFICE", " UNION ".join(_BY_OFFICE)))


@dataclass(frozen=True)
class Office:
    """A board's ladder before and after a change."""

    before: Ladder
    after: Ladder

    @property
    def left(self) -> set[int]:
        """The ids of those who were responsible for the board and no longer are."""
        return _leaders(self.before) - _leaders(self.after)

    @property
    def came(self) -> set[int]:
        """The ids of those who are responsible for it now and were not before."""
        return _leaders(self.after) - _leaders(self.before)

    def heir(self, person_id: int) -> Rung | None:
        """Who takes over from somebody who left: whoever leads on the same rung now, else the nearest leader above,
        else the nearest below. If their rung is no longer known, the leader nearest to the board."""
        place = max(standing_at(self.before, person_id), 0)
        ways = (*self.after[place:], *reversed(self.after[:place]))
        return next((rung for rung in ways if rung.leader_id), None)

    def was_awaited(self, person_id: int) -> bool:
        """Whether somebody who left was named by their address and never came."""
        return any(rung.awaited and rung.leader_id == person_id for rung in self.before)


def _leaders(ladder: Ladder) -> set[int]:
    return set[int]().union(*(rung.led_by for rung in ladder))


@asynccontextmanager
async def change_tree(runtime: Runtime, person: Person) -> AsyncIterator[Tree]:
    """The one way to change the tree of units, or which unit a board belongs to. Yields the units that the coordinator
    may change, locked. Boards that others are responsible for afterwards are handed over in the same transaction."""
    async with runtime.database.begin() as session:
        tree = await Tree.of(session, person)
        before = await _offices(session, tree.units)
        yield tree
        note_done(session, runtime.settings.secret, person.id)
        await session.flush()
        moved = await _hand_over(session, before, await _offices(session, tree.units), tree.now)
    await ring_all(runtime, moved)


async def ring_all(runtime: Runtime, moved: Collection[tuple[int, int]]) -> None:
    """Ring for the boards that have moved, and for the workers if there are any. `moved` holds (board id, seq). Call it
    after the commit."""
    for board_id, seq in moved:
        await runtime.ring(board_id, seq)
    if moved:
        await jobs.ring(runtime.doorbell)


async def _offices(session: AsyncSession, units: Iterable[int]) -> dict[int, Ladder]:
    """The ladder of each board that belongs to these units, by board id."""
    placed = select(Board.id, Board.unit_id).where(col(Board.unit_id).in_(list(units)))
    unit_of = {row[0]: row[1] for row in (await session.execute(placed)).all()}
    found = await ladders(session, set(unit_of.values()))
    return {board_id: found[unit_id] for board_id, unit_id in unit_of.items()}


async def _hand_over(
    session: AsyncSession, before: Mapping[int, Ladder], after: Mapping[int, Ladder], now: datetime
) -> list[tuple[int, int]]:
    """Hand over every board whose ladder has changed. Returns (board id, seq) of those that have new events."""
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


async def dismiss_deputy(session: AsyncSession, unit: Unit) -> None:
    """As part of a change of the tree: a unit has no deputy any more, nor one to come."""
    unit.deputy_id = None
    await session.execute(delete(Deputy).where(col(Deputy.unit_id) == unit.id))


@asynccontextmanager
async def change_offices(session: AsyncSession, unit_id: int) -> AsyncIterator[tuple[Tree, list[tuple[int, int]]]]:
    """As `change_tree`, within a transaction and by nobody in particular: the units of a unit's organisation, locked,
    and a list that afterwards has (board id, seq) of the boards that were handed over."""
    tree, moved = await tree_to_leave(session, None, [unit_id]), list[tuple[int, int]]()
    before = await _offices(session, tree.units)
    yield tree, moved
    await session.flush()
    moved += await _hand_over(session, before, await _offices(session, tree.units), tree.now)


async def tree_to_leave(session: AsyncSession, by: Person | None, tops: Collection[int]) -> Tree:
    """The units that somebody is to leave, locked: those of the coordinator `by`, or if it is an operator all of the
    organisations that the units `tops` are in."""
    if by is not None:
        return await Tree.of(session, by)
    units = set[int]().union(*[await organisation_of(session, top) for top in tops])
    return await Tree.of_units(session, units)


async def leave(tree: Tree, person_id: int, *, everywhere: bool) -> list[tuple[int, int]]:
    """As part of a change of the tree: somebody leaves all that they are in its units, as a leader and as a
    coordinator, and hands over whatever they had there; `everywhere`: and on boards of other units, for what they own
    there. Returns (board id, seq) of the boards that moved."""
    session, before, moved = tree.session, await _offices(tree.session, tree.units), list[tuple[int, int]]()
    for unit in tree.units.values():
        if unit.leader_id == person_id:
            unit.leader_id, unit.called_id = None, None
            await dismiss_deputy(session, unit)
        elif unit.deputy_id == person_id:
            await dismiss_deputy(session, unit)
    theirs = (col(Deputy.person_id) == person_id, col(Deputy.unit_id).in_(tree.units))
    await session.execute(delete(Deputy).where(*theirs))
    await session.flush()
    after = await _offices(session, tree.units)
    asked = {"boards": list(before), "people": [person_id]}
    if everywhere:
        asked["boards"] = list((await session.execute(select(Board.id).order_by(col(Board.id)))).scalars())
    for board_id in (await session.execute(_touched(), asked)).scalars().all():
        async with changing_in(session, board_id) as change:
            if board_id not in after:  # nobody's office there has changed
                unit_id = change.board.unit_id
                before[board_id] = after[board_id] = (await ladders(session, [unit_id]))[unit_id]
            for seat in await _seats(change, [person_id]):
                if seat.removed_at is None and seat.role is not Role.LEADER:
                    await take_away(change, seat)
            await _dismiss(change, Office(before[board_id], after[board_id]), person_id, tree.now)
        moved.append((board_id, change.board.seq))
    return moved


async def boards_to_settle(session: AsyncSession) -> list[int]:
    """Boards where somebody who left office still has something that goes with it, left behind by an earlier
    version."""
    asked = {"board": None, "most": MOST}
    return sorted({board_id for board_id, _ in (await session.execute(_out_of_office(), asked)).all()})


async def settle(change: Change) -> bool:
    """Hand on what one person who has left office still has on a board, at most MOST of each kind. Returns whether
    there may be more."""
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
    """Give these leaders their seat back if it was taken away when they left office before."""
    for seat in await _seats(change, people):
        if seat.removed_at is not None:
            seat.removed_at, seat.role = None, Role.LEADER
            change.tell(SeatChanged(seat.id))


async def _dismiss(change: Change, office: Office, person_id: int, now: datetime, most: int | None = None) -> None:
    """Take the seat of somebody who has left office, unless they coordinate the board too, and have the features hand
    on what they had."""
    seat = next(iter(await _seats(change, [person_id])), None)
    stays = seat is not None and seat.removed_at is None and seat.role is not Role.LEADER
    if seat is not None and seat.removed_at is None and not stays:
        await take_away(change, seat)
    heir, never_came = office.heir(person_id), office.was_awaited(person_id)
    await DISMISSED(Dismissal(change, office.after, person_id, heir, stays, never_came, now, most))
