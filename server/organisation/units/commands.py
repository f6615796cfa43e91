"""What a coordinator does with units: create, rename and move them."""

from collections.abc import Mapping

from schemas.person import Person
from schemas.unit import HOLDS, Unit
from server.core.errors import NotFound
from server.core.runtime import Runtime
from server.core.trail import specify_things
from server.mail.links import keyed
from server.organisation.units.handing_over import change_tree
from server.organisation.units.queries import in_order


def parents_for(units: Mapping[int, Unit], unit: Unit | None) -> list[tuple[Unit, int]]:
    """The units that `unit`, or a new unit if None, may be placed under, in tree order with their depth. Leaves out the
    unit itself, everything below it, and kinds that nothing can be under."""
    below = {unit.id} if unit else set[int]()
    ordered = in_order(units.values())
    for each, _ in ordered:
        if each.parent_id in below:
            below.add(each.id)
    return [(each, depth) for each, depth in ordered if each.id not in below and each.kind in HOLDS]


async def make_unit(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> Unit:
    """Create a unit. The same form sent twice creates only one. Raises NotFound for anybody but a coordinator, and what
    Tree.make raises."""
    if not person.coordinator:
        raise NotFound
    public_id = keyed(runtime.settings, "unit", person.id, typed["key"][:64]) if typed.get("key") else ""
    async with change_tree(runtime, person) as tree:
        known = next((unit for unit in tree.units.values() if unit.public_id == public_id), None)
        made = known or await tree.make(typed, public_id)
        specify_things("unit", [made.public_id])
        return made


async def change_unit(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Change a unit, see Tree.change. If it is moved and so has other leaders above it, its boards are handed over.
    Raises NotFound for a unit that is not theirs, and what Tree.change raises."""
    async with change_tree(runtime, person) as tree:
        return await tree.change(tree.find(public_id), typed)
