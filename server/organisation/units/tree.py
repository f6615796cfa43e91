"""Changing the units of a coordinator: what they may be called, and where in the tree they may be placed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.bounds import Bounded
from schemas.person import Person
from schemas.unit import (
    ABOVE,
    ANSWER_DAYS,
    RESPONSIBLE_MAX,
    UNIT_NAME_MAX,
    Unit,
    UnitChange,
    UnitDeed,
    UnitKind,
    fits,
)
from server.core import clock
from server.core.bounds import hold
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.hooks import Hooks
from server.organisation.units.queries import units_of
from server.web.edit_conflicts import together
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

FIELDS = ("name", "kind", "parent", "responsible", "answer_days")
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
NO_NAME = N_("Skriv et navn.")
TYPED = {"name": Field(UNIT_NAME_MAX, NO_NAME), "responsible": Field(RESPONSIBLE_MAX)}
CIRCLE = N_("En enhed kan ikke ligge under sig selv eller under noget, der ligger under den.")
MISFIT = {
    UnitKind.REGION: N_("En region kan ikke ligge under noget andet."),
    UnitKind.MUNICIPALITY: N_("En kommune kan ikke ligge under noget andet."),
    UnitKind.COMMITTEE: N_("Et udvalg eller råd kan kun ligge under en region, en kommune eller et hospital."),
    UnitKind.HOSPITAL: N_("Et hospital kan kun ligge under en region."),
    UnitKind.PRACTICE: N_("En praksis kan kun ligge under en region eller en kommune."),
    UnitKind.DEPARTMENT: N_("En afdeling kan kun ligge under et hospital, en region eller en kommune."),
}
BELOW = N_("Der ligger enheder under denne, som så ikke passer. Flyt dem først.")
NO_DAYS = N_("Skriv et helt tal fra 7 til 90.")
MERGED = N_("Enheden er lagt sammen med en anden og kan ikke ændres.")
assert set(MISFIT) == set(ABOVE)

MOVED: Hooks[AsyncSession, Unit] = Hooks()
"""A unit was put under another, or under none."""


def shown(unit: Unit, units: Mapping[int, Unit]) -> dict[str, str]:
    """A unit as the fields of its form."""
    parent = units.get(unit.parent_id or 0)
    return {
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": parent.public_id if parent else "",
        "responsible": unit.responsible,
        "answer_days": str(unit.answer_days or ""),
    }


@dataclass
class Tree:
    """The units that may be changed, locked within one transaction. `person` is the coordinator who does it, if any."""

    session: AsyncSession
    person: Person | None
    """None for the operator, who changes them by a command."""
    units: dict[int, Unit]
    now: datetime

    @classmethod
    async def of(cls, session: AsyncSession, person: Person) -> "Tree":
        """Lock the coordinator's own row and then their units, so that two tabs of the same person take turns."""
        await session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
        return cls(session, person, await units_of(session, person, lock=True), clock.now())

    @classmethod
    async def of_units(cls, session: AsyncSession, units: Collection[int]) -> "Tree":
        """Lock these units, where nobody in particular changes them."""
        query = select(Unit).where(col(Unit.id).in_(units)).order_by(col(Unit.id)).with_for_update(key_share=True)
        return cls(session, None, {unit.id: unit for unit in (await session.execute(query)).scalars()}, clock.now())

    @property
    def by(self) -> Person:
        """The coordinator of a change that has one."""
        assert self.person is not None
        return self.person

    def find(self, public_id: str) -> Unit:
        """The unit with that public id. Raises NotFound if it is not one of theirs."""
        found = next((unit for unit in self.units.values() if unit.public_id == public_id), None)
        if found is None:
            raise NotFound
        return found

    async def make(self, typed: Mapping[str, str], public_id: str = "") -> Unit:
        """Create a unit. Raises Invalid with a sentence per field, and Full if there are too many units."""
        name, kind, parent = self._read(typed, None)
        await hold(self.session, Bounded.UNITS, col(Unit.id).in_(self.units))
        unit = Unit(kind=kind, name=name, parent_id=parent.id if parent else None)
        unit.public_id = public_id or unit.public_id
        self.session.add(unit)
        await self.session.flush()
        self.units[unit.id] = unit
        self.note(unit, UnitDeed.MADE, "", name)
        return unit

    async def change(self, unit: Unit, typed: Mapping[str, str]) -> Unit:
        """Rename or move a unit, or change its kind or who is responsible. Each change leaves a line in its history.
        Raises Invalid with a sentence per field, ChangedMeanwhile, and NotNow for a unit that was merged into another.
        """
        if unit.merged_at is not None:
            raise NotNow(MERGED)
        wanted = together(typed, shown(unit, self.units), FIELDS)
        name, kind, parent = self._read({**wanted, "warned": typed.get("warned", "")}, unit)
        days = int(wanted["answer_days"]) if wanted["answer_days"] else None
        above = self.units.get(unit.parent_id or 0)
        for what, before, after in (
            (UnitDeed.NAME, unit.name, name),
            (UnitDeed.KIND, unit.kind.value, kind.value),
            (UnitDeed.PARENT, above.name if above else "", parent.name if parent else ""),
            (UnitDeed.RESPONSIBLE, unit.responsible, wanted["responsible"].strip()),
            (UnitDeed.DAYS, str(unit.answer_days or ""), str(days or "")),
        ):
            if before != after:
                self.note(unit, what, before, after)
        moved = unit.parent_id != (parent.id if parent else None)
        unit.name, unit.kind, unit.parent_id = name, kind, parent.id if parent else None
        unit.responsible, unit.answer_days = wanted["responsible"].strip(), days
        await self.session.flush()
        if moved:
            if above is not None:
                self.note(above, UnitDeed.BELOW, name, "")
            if parent is not None:
                self.note(parent, UnitDeed.BELOW, "", name)
            await MOVED(self.session, unit)
        return unit

    def note(self, unit: Unit, what: UnitDeed, before: str, after: str) -> None:
        """Add a line to a unit's history."""
        line = UnitChange(unit_id=unit.id, by_id=self.person.id if self.person else None, at=self.now, what=what)
        line.before, line.after = before[:RESPONSIBLE_MAX], after[:RESPONSIBLE_MAX]
        self.session.add(line)

    def _read(self, typed: Mapping[str, str], unit: Unit | None) -> tuple[str, UnitKind, Unit | None]:
        name, kind = typed.get("name", "").strip(), typed.get("kind", "")
        wrong = faults(TYPED, {"name": name, "responsible": typed.get("responsible", "")})
        if kind not in set(UnitKind):
            wrong["kind"] = N_("Vælg, hvad det er.")
        if (days := typed.get("answer_days", "").strip()) and not _may_be_days(days):
            wrong["answer_days"] = NO_DAYS
        parent = None
        if asked := typed.get("parent", ""):
            parent = next((each for each in self.units.values() if each.public_id == asked), None)
            if parent is None or parent.merged_at is not None:
                wrong["parent"] = N_("Vælg en enhed på listen.")
        if "kind" not in wrong and "parent" not in wrong and (misfit := self._misfit(unit, UnitKind(kind), parent)):
            wrong["parent"] = misfit
        if wrong := wrong or warnings({"name": name}, typed.get("warned", "")):
            raise Invalid(WRONG, fields=wrong)
        return name, UnitKind(kind), parent

    def _misfit(self, unit: Unit | None, kind: UnitKind, parent: Unit | None) -> str:
        """Why a unit of that kind cannot be placed under that parent; "" if it can."""
        above = parent
        while unit is not None and above is not None:
            if above.id == unit.id:
                return CIRCLE
            above = self.units.get(above.parent_id or 0)
        if not fits(kind, parent.kind if parent else None):
            return MISFIT[kind]
        children = [each for each in self.units.values() if unit is not None and each.parent_id == unit.id]
        children = [each for each in children if each.merged_at is None]
        return "" if all(fits(child.kind, kind) for child in children) else BELOW


def _may_be_days(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in ANSWER_DAYS
