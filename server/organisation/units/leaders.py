"""Choosing who leads a unit."""

from collections.abc import Mapping
from functools import partial

from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit, UnitDeed
from server.core.addresses import NotAnAddress, mail_address
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.core.trail import specify
from server.organisation.people import letters
from server.organisation.people.called import Called, leading
from server.organisation.people.commands import send_sign_in
from server.organisation.people.naming import Named, Typed, name_by_address
from server.organisation.units.handing_over import change_tree, dismiss_deputy
from server.organisation.units.tree import MERGED, NO_NAME, WRONG, Tree
from server.web.edit_conflicts import together
from server.web.fields import Field, faults

NAMED = {"name": Field(UNIT_NAME_MAX), "title": Field(UNIT_NAME_MAX)}
"""The fields that describe a person with an account."""


LEADER = "leader"


def shown(leader: Called | None) -> dict[str, str]:
    """Who leads a unit, as one field: of two who change it at once, one may have meant another person's title."""
    return {LEADER: _as_one(leader.name, leader.title, leader.mail) if leader else ""}


def _as_one(*words: str) -> str:
    return ", ".join(filter(None, words))


async def set_leader(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Set who leads a unit. A new address gets an account, and is mailed a sign-in link if the form says `send`; an
    empty address removes the leader. Whoever led before loses the access that came with the office, and what was
    waiting for them passes to the new leader, or else to the nearest one above. Raises Invalid, ChangedMeanwhile if
    somebody else has set another leader, NotNow for a unit that was merged into another, and NotFound for one that is
    not theirs."""
    mail = read_mail(typed, empty=True)
    async with change_tree(runtime, person) as tree:
        unit = tree.find(public_id)
        if unit.merged_at is not None:
            raise NotNow(MERGED)
        led = await tree.session.get(Person, unit.leader_id) if unit.leader_id else None
        before = leading(unit, led) if led else None
        words = [typed.get(name, "").strip() for name in ("name", "title")]
        now, mine = shown(before), {LEADER: _as_one(*words, mail) if mail else ""}
        changed = together({**typed, **mine}, now, (LEADER,)) != now
        if changed:
            await _lead(tree, unit, before, mail, typed)
    if mail and typed.get("send") == "1" and (changed or (before is not None and before.mail == mail)):
        await send_sign_in(runtime, mail, says=partial(letters.names_leader, by=person, unit=unit.name))
    return unit


async def _lead(tree: Tree, unit: Unit, before: Called | None, mail: str, typed: Mapping[str, str]) -> None:
    named, after = await _account_for(tree, mail, typed) if mail else None, None
    unit.leader_id, unit.called_id = named.person.id if named else None, None
    specify(whom=unit.leader_id)
    if named is not None:
        _set_called(tree, unit, named)
        after = leading(unit, named.person)
    if (before.id if before else None) != unit.leader_id:
        await dismiss_deputy(tree.session, unit)
        tree.note(unit, UnitDeed.LEADER, before.name if before else "", after.name if after else "")


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
