"""Choosing who leads a unit."""

from collections.abc import Mapping
from functools import partial

from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit, UnitDeed
from server.core.addresses import NotAnAddress, mail_address
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.organisation.people import letters
from server.organisation.people.called import leading
from server.organisation.people.commands import send_sign_in
from server.organisation.people.naming import Named, Typed, name_by_address
from server.organisation.units.handing_over import change_tree
from server.organisation.units.tree import NO_NAME, WRONG, Tree
from server.web.fields import Field, faults

NAMED = {"name": Field(UNIT_NAME_MAX), "title": Field(UNIT_NAME_MAX)}
"""The fields that describe a person with an account."""


async def set_leader(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Set who leads a unit. A new address gets an account, and is mailed a sign-in link if the form says `send`; an
    empty address removes the leader. Whoever led before loses the access that came with the office, and what was
    waiting for them passes to the new leader, or else to the nearest one above. Raises Invalid, and NotFound for a unit
    that is not theirs."""
    mail = read_mail(typed, empty=True)
    async with change_tree(runtime, person) as tree:
        unit = tree.find(public_id)
        led = await tree.session.get(Person, unit.leader_id) if unit.leader_id else None
        before, after = leading(unit, led) if led else None, None
        named = await _account_for(tree, mail, typed) if mail else None
        unit.leader_id, unit.called_id = named.person.id if named else None, None
        if named is not None:
            _set_called(tree, unit, named)
            after = leading(unit, named.person)
        if (before.id if before else None) != unit.leader_id:
            tree.note(unit, UnitDeed.LEADER, before.name if before else "", after.name if after else "")
    if mail and typed.get("send") == "1":
        await send_sign_in(runtime, mail, says=partial(letters.names_leader, by=person, unit=unit.name))
    return unit


def read_mail(typed: Mapping[str, str], *, empty: bool = False) -> str:
    """The mail address of a form, as it is stored. "" if it may be `empty` and is. Raises Invalid if it is not an
    address."""
    written = typed.get("mail", "").strip()
    if empty and not written:
        return ""
    try:
        return mail_address(written)
    except NotAnAddress:
        raise Invalid(WRONG, fields={"mail": N_("Skriv en mailadresse, for eksempel navn@region.dk.")}) from None


async def _account_for(tree: Tree, mail: str, typed: Mapping[str, str]) -> Named:
    """Find or create the account. What was typed changes the account's own name and title only if the person works in
    this organisation, nowhere else, and is no coordinator. The name may be left out only for somebody who is known
    here. Raises Invalid."""
    given = Typed(typed.get("name", "").strip(), typed.get("title", "").strip())
    if long := faults(NAMED, {"name": given.name, "title": given.title}):
        raise Invalid(WRONG, fields=long)
    named = await name_by_address(tree.session, tree.units, mail, given)
    if named is None:
        raise Invalid(WRONG, fields={"name": NO_NAME})
    person, works = named.person, named.works
    if (works.here or works.awaited) and not works.elsewhere and not person.coordinator:
        person.name, person.title = given.name or person.name, given.title or person.title
    return named


def _set_called(tree: Tree, unit: Unit, named: Named) -> None:
    """Note what the new leader is called, in all units where they are still awaited, so that they have one name."""
    person, typed = named.person, named.typed
    if typed is None:
        unit.called = unit.called_title = ""
        return
    for each in tree.units.values():
        if each is unit or (each.leader_id == each.called_id == person.id):
            each.called_id, each.called, each.called_title = person.id, typed.name, typed.title
