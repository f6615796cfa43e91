"""What a coordinator does with units: makes them, renames and moves them, and says who leads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import Person
from schemas.unit import ABOVE, RESPONSIBLE_MAX, UNIT_NAME_MAX, Unit, UnitChange, UnitDeed, UnitKind, fits
from server import clock
from server.colours.look import dress
from server.errors import N_, Invalid, NotFound
from server.mail.links import keyed
from server.parts import Parts
from server.people.commands import send_sign_in
from server.two_at_once import together
from server.units.queries import in_order, units_of
from server.warned import warnings

FIELDS = ("name", "kind", "parent", "responsible")
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
NO_NAME = N_("Skriv et navn.")
TOO_LONG = N_("Navnet er for langt. Der er plads til 200 tegn.")
CIRCLE = N_("En enhed kan ikke ligge under sig selv eller under noget, der ligger under den.")
MISFIT = {
    UnitKind.REGION: N_("En region kan ikke ligge under noget andet."),
    UnitKind.HOSPITAL: N_("Et hospital kan kun ligge under en region."),
    UnitKind.DEPARTMENT: N_("En afdeling kan kun ligge under et hospital eller en region."),
}
BELOW = N_("Der ligger enheder under denne, som så ikke passer. Flyt dem først.")
assert set(MISFIT) == set(ABOVE)


def shown(unit: Unit, units: Mapping[int, Unit]) -> dict[str, str]:
    """A unit as its form shows it."""
    parent = units.get(unit.parent_id or 0)
    return {
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": parent.public_id if parent else "",
        "responsible": unit.responsible,
    }


@dataclass
class Tree:
    """The units that one coordinator may change, locked, in one transaction."""

    session: AsyncSession
    person: Person
    units: dict[int, Unit]
    now: datetime

    @classmethod
    async def of(cls, session: AsyncSession, person: Person) -> "Tree":
        """Lock the coordinator's own row and then their units: two tabs of one person come one after the other."""
        await session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
        return cls(session, person, await units_of(session, person, lock=True), clock.now())

    def find(self, public_id: str) -> Unit:
        """One of them. Raises NotFound for any other."""
        found = next((unit for unit in self.units.values() if unit.public_id == public_id), None)
        if found is None:
            raise NotFound
        return found

    async def make(self, typed: Mapping[str, str], public_id: str = "") -> Unit:
        """Make a unit. Raises Invalid with a sentence per field."""
        name, kind, parent = self._read(typed, None)
        unit = Unit(kind=kind, name=name, parent_id=parent.id if parent else None)
        unit.public_id = public_id or unit.public_id
        self.session.add(unit)
        await self.session.flush()
        self.units[unit.id] = unit
        self.note(unit, UnitDeed.MADE, "", name)
        return unit

    async def change(self, unit: Unit, typed: Mapping[str, str]) -> Unit:
        """Rename, move, change kind or who is responsible; each leaves a line. Raises Invalid, ChangedMeanwhile."""
        wanted = together(typed, shown(unit, self.units), FIELDS)
        name, kind, parent = self._read({**wanted, "warned": typed.get("warned", "")}, unit)
        above = self.units.get(unit.parent_id or 0)
        for what, before, after in (
            (UnitDeed.NAME, unit.name, name),
            (UnitDeed.KIND, unit.kind.value, kind.value),
            (UnitDeed.PARENT, above.name if above else "", parent.name if parent else ""),
            (UnitDeed.RESPONSIBLE, unit.responsible, wanted["responsible"].strip()),
        ):
            if before != after:
                self.note(unit, what, before, after)
        moved = unit.parent_id != (parent.id if parent else None)
        unit.name, unit.kind, unit.parent_id = name, kind, parent.id if parent else None
        unit.responsible = wanted["responsible"].strip()
        await self.session.flush()
        if moved:
            if above is not None:
                self.note(above, UnitDeed.BELOW, name, "")
            if parent is not None:
                self.note(parent, UnitDeed.BELOW, "", name)
            await dress(self.session, unit)
        return unit

    def note(self, unit: Unit, what: UnitDeed, before: str, after: str) -> None:
        """Leave a line in a unit's history."""
        line = UnitChange(unit_id=unit.id, by_id=self.person.id, at=self.now, what=what)
        line.before, line.after = before[:RESPONSIBLE_MAX], after[:RESPONSIBLE_MAX]
        self.session.add(line)

    def _read(self, typed: Mapping[str, str], unit: Unit | None) -> tuple[str, UnitKind, Unit | None]:
        wrong: dict[str, str] = {}
        name, kind = typed.get("name", "").strip(), typed.get("kind", "")
        if not name or len(name) > UNIT_NAME_MAX:
            wrong["name"] = TOO_LONG if name else NO_NAME
        if kind not in set(UnitKind):
            wrong["kind"] = N_("Vælg, hvad det er.")
        if len(typed.get("responsible", "")) > RESPONSIBLE_MAX:
            wrong["responsible"] = N_("Det er for langt. Der er plads til 300 tegn.")
        parent = None
        if asked := typed.get("parent", ""):
            parent = next((each for each in self.units.values() if each.public_id == asked), None)
            if parent is None:
                wrong["parent"] = N_("Vælg en enhed på listen.")
        if "kind" not in wrong and "parent" not in wrong and (misfit := self._misfit(unit, UnitKind(kind), parent)):
            wrong["parent"] = misfit
        if wrong := wrong or warnings({"name": name}, typed.get("warned", "")):
            raise Invalid(WRONG, fields=wrong)
        return name, UnitKind(kind), parent

    def _misfit(self, unit: Unit | None, kind: UnitKind, parent: Unit | None) -> str:
        """Why the unit cannot stand there as that kind; empty when it can."""
        above = parent
        while unit is not None and above is not None:
            if above.id == unit.id:
                return CIRCLE
            above = self.units.get(above.parent_id or 0)
        if not fits(kind, parent.kind if parent else None):
            return MISFIT[kind]
        children = [each for each in self.units.values() if unit is not None and each.parent_id == unit.id]
        return "" if all(fits(child.kind, kind) for child in children) else BELOW


def parents_for(units: Mapping[int, Unit], unit: Unit | None) -> list[tuple[Unit, int]]:
    """The units that may stand above `unit` (or above a new one), as a tree: none of itself and those below it."""
    below = {unit.id} if unit else set[int]()
    ordered = in_order(units.values())
    for each, _ in ordered:
        if each.parent_id in below:
            below.add(each.id)
    return [(each, depth) for each, depth in ordered if each.id not in below and each.kind is not UnitKind.DEPARTMENT]


async def make_unit(parts: Parts, person: Person, typed: Mapping[str, str]) -> Unit:
    """Make a unit; the same form sent twice is one unit. Raises NotFound for who is no coordinator."""
    if not person.coordinator:
        raise NotFound
    public_id = keyed(parts.settings, "unit", person.id, typed["key"][:64]) if typed.get("key") else ""
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        known = next((unit for unit in tree.units.values() if unit.public_id == public_id), None)
        return known or await tree.make(typed, public_id)


async def change_unit(parts: Parts, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Change a unit; see Tree.change. Raises NotFound for one that is not theirs."""
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        return await tree.change(tree.find(public_id), typed)


async def set_leader(parts: Parts, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Say who leads a unit: an account is made for a new address, and a sign-in link mailed if asked (`send`). An
    empty address takes the leader away. Ideas that were sent to somebody stay with them. Raises Invalid."""
    mail = read_mail(typed, empty=True)
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        unit = tree.find(public_id)
        before = await session.get(Person, unit.leader_id) if unit.leader_id else None
        leader = await account(session, tree, mail, typed) if mail else None
        if (before.id if before else None) != (leader.id if leader else None):
            tree.note(unit, UnitDeed.LEADER, before.name if before else "", leader.name if leader else "")
        unit.leader_id = leader.id if leader else None
    if leader is not None and typed.get("send") == "1":
        await send_sign_in(parts, leader.mail)
    return unit


def read_mail(typed: Mapping[str, str], *, empty: bool = False) -> str:
    """The mail address of a form, in lower case. Raises Invalid for what is none."""
    mail = typed.get("mail", "").strip().lower()
    name, at, domain = mail.partition("@")
    if (empty and not mail) or (name and at and "." in domain and " " not in mail and len(mail) <= 254):
        return mail
    raise Invalid(WRONG, fields={"mail": N_("Skriv en mailadresse, for eksempel navn@region.dk.")})


async def account(session: AsyncSession, tree: Tree, mail: str, typed: Mapping[str, str]) -> Person:
    """The account with an address, made if there is none. Who works elsewhere too keeps the name they have."""
    name, title = typed.get("name", "").strip(), typed.get("title", "").strip()
    if long := {key: TOO_LONG for key, text in (("name", name), ("title", title)) if len(text) > UNIT_NAME_MAX}:
        raise Invalid(WRONG, fields=long)
    found = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
    if found is None:
        if not name:
            raise Invalid(WRONG, fields={"name": NO_NAME})
        found = Person(mail=mail, name=name, title=title)
        session.add(found)
        await session.flush()
        return found
    elsewhere = select(Unit.id).where(Unit.leader_id == found.id, col(Unit.id).not_in(tree.units))
    if not found.coordinator and (await session.execute(elsewhere.limit(1))).first() is None:
        found.name, found.title = name or found.name, title or found.title
    return found
