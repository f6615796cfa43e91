"""What a coordinator does with units: makes them, renames and moves them."""

from collections.abc import Mapping

from schemas.person import Person
from schemas.unit import Unit, UnitKind
from server.core.errors import NotFound
from server.core.runtime import Runtime
from server.mail.links import keyed
from server.organisation.units.handing_over import change_tree
from server.organisation.units.queries import in_order


def parents_for(units: Mapping[int, Unit], unit: Unit | None) -> list[tuple[Unit, int]]:
    """The units that may stand above `unit` (or above a new one), as a tree: none of itself and those below it."""
    below = {unit.id} if unit else set[int]()
    ordered = in_order(units.values())
    for each, _ in ordered:
        if each.parent_id in below:
            below.add(each.id)
    return [(each, depth) for each, depth in ordered if each.id not in below and each.kind is not UnitKind.DEPARTMENT]


async def make_unit(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> Unit:
    """Make a unit; the same form sent twice is one unit. Raises NotFound for who is no coordinator."""
    if not person.coordinator:
        raise NotFound
    public_id = keyed(runtime.settings, "unit", person.id, typed["key"][:64]) if typed.get("key") else ""
    async with change_tree(runtime, person) as tree:
        known = next((unit for unit in tree.units.values() if unit.public_id == public_id), None)
        return known or await tree.make(typed, public_id)


async def change_unit(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Change a unit; see Tree.change. Where it is moved, the leaders above it are others now, with all that follows.
    Raises NotFound for one that is not theirs."""
    async with change_tree(runtime, person) as tree:
        return await tree.change(tree.find(public_id), typed)
