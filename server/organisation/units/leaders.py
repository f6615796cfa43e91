"""Who leads a unit."""

from collections.abc import Mapping

from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit, UnitDeed
from server.core.addresses import NotAnAddress, mail_address
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.organisation.people.called import leading
from server.organisation.people.commands import send_sign_in
from server.organisation.people.naming import Named, Typed, name_by_address
from server.organisation.units.handing_over import change_tree
from server.organisation.units.tree import NO_NAME, WRONG, Tree
from server.web.fields import Field, faults

NAMED = {"name": Field(UNIT_NAME_MAX), "title": Field(UNIT_NAME_MAX)}
"""What is said of a person with an account."""


async def set_leader(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Say who leads a unit: an account is made for a new address, and a sign-in link mailed if asked (`send`). An
    empty address takes the leader away. Who led before sees nothing more by that, and what waited for them waits for
    whoever leads now, or for the nearest above. Raises Invalid."""
    mail = read_mail(typed, empty=True)
    async with change_tree(runtime, person) as tree:
        unit = tree.find(public_id)
        led = await tree.session.get(Person, unit.leader_id) if unit.leader_id else None
        before, after = leading(unit, led) if led else None, None
        named = await _named(tree, mail, typed) if mail else None
        unit.leader_id, unit.called_id = named.person.id if named else None, None
        if named is not None:
            _call(tree, unit, named)
            after = leading(unit, named.person)
        if (before.id if before else None) != unit.leader_id:
            tree.note(unit, UnitDeed.LEADER, before.name if before else "", after.name if after else "")
    if mail and typed.get("send") == "1":
        await send_sign_in(runtime, mail)
    return unit


def read_mail(typed: Mapping[str, str], *, empty: bool = False) -> str:
    """The mail address of a form, as it is kept. Raises Invalid for what is none."""
    written = typed.get("mail", "").strip()
    if empty and not written:
        return ""
    try:
        return mail_address(written)
    except NotAnAddress:
        raise Invalid(WRONG, fields={"mail": N_("Skriv en mailadresse, for eksempel navn@region.dk.")}) from None


async def _named(tree: Tree, mail: str, typed: Mapping[str, str]) -> Named:
    """Only who works in this organisation and nowhere else gets the name and title that are typed, and only for those
    who were named here before the name may be left out."""
    said = Typed(typed.get("name", "").strip(), typed.get("title", "").strip())
    if long := faults(NAMED, {"name": said.name, "title": said.title}):
        raise Invalid(WRONG, fields=long)
    named = await name_by_address(tree.session, tree.units, mail, said)
    if named is None:
        raise Invalid(WRONG, fields={"name": NO_NAME})
    person, works = named.person, named.works
    if (works.here or works.awaited) and not works.elsewhere and not person.coordinator:
        person.name, person.title = said.name or person.name, said.title or person.title
    return named


def _call(tree: Tree, unit: Unit, named: Named) -> None:
    """One name for one person, in all units where they are awaited."""
    person, typed = named.person, named.typed
    if typed is None:
        unit.called = unit.called_title = ""
        return
    for each in tree.units.values():
        if each is unit or (each.leader_id == each.called_id == person.id):
            each.called_id, each.called, each.called_title = person.id, typed.name, typed.title
