"""Merging a unit into another of its kind: two regions become one. Every unit and board of the one comes to lie under
the other, with its ladder, its dates and its links; the emptied unit stays below the other for its history."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.bounds import Bounded
from schemas.person import Person
from schemas.unit import Unit, UnitDeed
from server.core.bounds import hold
from server.core.errors import N_, Invalid, NotNow
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.organisation.units.answering import take_address
from server.organisation.units.handing_over import change_tree, dismiss_deputy
from server.organisation.units.queries import in_order
from server.organisation.units.tree import MERGED, MOVED, WRONG, Tree, shown

PICK = N_("Vælg en enhed på listen.")
JOINED: Hooks[AsyncSession, Unit, Unit] = Hooks()
"""A unit (the first) became a part of another: whatever names the first is to name the other. Called within the change
of the tree, after its units and boards were moved."""


def partners(units: Mapping[int, Unit], unit: Unit) -> list[Unit]:
    """The units that a unit may be merged into: those of its kind, in the order of the tree. None of them lies below
    it, since a kind never lies below itself."""
    return [each for each, _ in in_order(units.values()) if each.kind is unit.kind and each.id != unit.id]


async def merge(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Merge a unit into the one that the form names as `into`, give that its new `name` if there is one, and return it.
    Whoever led the emptied unit leaves office, and what waited for them passes on as when a leader is replaced. Raises
    Invalid with a sentence per field, NotFound for a unit that is not theirs, NotNow for one that was merged before,
    and Full when the other would have too many boards."""
    async with change_tree(runtime, person) as tree:
        unit = tree.find(public_id)
        if unit.merged_at is not None:
            raise NotNow(MERGED)
        into = next((each for each in partners(tree.units, unit) if each.public_id == typed.get("into", "")), None)
        if into is None:
            raise Invalid(WRONG, fields={"into": PICK})
        old = into.name
        if (name := typed.get("name", "").strip()) and name != old:
            now = shown(into, tree.units) | {"name": name, "warned": typed.get("warned", "")}
            await tree.change(into, now)
        await _empty(runtime, tree, unit)
        await _move_units(tree, unit, into)
        await _move_boards(tree, unit, into)
        above = tree.units.get(unit.parent_id or 0)
        if above is not None:
            tree.note(above, UnitDeed.BELOW, unit.name, "")
        unit.parent_id, unit.merged_at = into.id, tree.now
        for each in (unit, into):
            tree.note(each, UnitDeed.MERGED, unit.name, into.name)
        await tree.session.flush()
        await JOINED(tree.session, unit, into)
        return into


async def _empty(runtime: Runtime, tree: Tree, unit: Unit) -> None:
    """Nobody leads the unit or answers for it any more."""
    await take_address(runtime.settings, tree, unit)
    if unit.leader_id is not None:
        led = await tree.session.get(Person, unit.leader_id)
        called = unit.called if unit.called_id == unit.leader_id else led.name if led else ""
        tree.note(unit, UnitDeed.LEADER, called, "")
        await dismiss_deputy(tree.session, unit)
        unit.leader_id, unit.called_id = None, None


async def _move_units(tree: Tree, unit: Unit, into: Unit) -> None:
    for child in [each for each in tree.units.values() if each.parent_id == unit.id]:
        child.parent_id = into.id
        if child.merged_at is None:
            tree.note(child, UnitDeed.PARENT, unit.name, into.name)
            tree.note(into, UnitDeed.BELOW, "", child.name)
        await tree.session.flush()
        await MOVED(tree.session, child)


async def _move_boards(tree: Tree, unit: Unit, into: Unit) -> None:
    query = select(Board).where(Board.unit_id == unit.id).order_by(col(Board.id))
    for board in list((await tree.session.execute(query.with_for_update(key_share=True))).scalars()):
        await hold(tree.session, Bounded.BOARDS, col(Board.unit_id) == into.id)
        tree.note(unit, UnitDeed.BOARD, board.name, into.name)
        tree.note(into, UnitDeed.BOARD, unit.name, board.name)
        board.unit_id = into.id
        await tree.session.flush()
