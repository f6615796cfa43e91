"""Who leads a unit."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit, UnitDeed
from server.errors import N_, Invalid
from server.fields import Field, faults
from server.mail.addresses import NotAnAddress, mail_address
from server.parts import Parts
from server.people.commands import send_sign_in
from server.units.tree import NO_NAME, WRONG, Tree

NAMED = {"name": Field(UNIT_NAME_MAX), "title": Field(UNIT_NAME_MAX)}
"""What is said of a person with an account."""


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
    """The mail address of a form, as it is kept. Raises Invalid for what is none."""
    written = typed.get("mail", "").strip()
    if empty and not written:
        return ""
    try:
        return mail_address(written)
    except NotAnAddress:
        raise Invalid(WRONG, fields={"mail": N_("Skriv en mailadresse, for eksempel navn@region.dk.")}) from None


async def account(session: AsyncSession, tree: Tree, mail: str, typed: Mapping[str, str]) -> Person:
    """The account with an address, made if there is none. Who works elsewhere too keeps the name they have."""
    name, title = typed.get("name", "").strip(), typed.get("title", "").strip()
    if long := faults(NAMED, {"name": name, "title": title}):
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
