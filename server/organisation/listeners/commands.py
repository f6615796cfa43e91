"""Giving somebody leave to pass on enquiries about a unit, and ending it: on the unit's page, by the operator's
command, and with the account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.enquiry import Listener
from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit
from server.core import clock
from server.core.errors import Invalid, NotFound
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import note_done, specify
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.listeners import letters
from server.organisation.people.naming import Typed, name_by_address
from server.organisation.units.leaders import read_mail
from server.organisation.units.queries import units_of
from server.organisation.units.tree import NO_NAME, WRONG
from server.web.fields import Field, faults

NAME = {"name": Field(UNIT_NAME_MAX)}


@dataclass(frozen=True)
class Leave:
    """What a leave is given within: who gives it (None: the operator), and the units of the organisation."""

    session: AsyncSession
    settings: Settings
    by: Person | None
    units: Collection[int]


async def add(runtime: Runtime, by: Person, unit: Unit, typed: Mapping[str, str]) -> None:
    """Give somebody leave, by their address; they are told by mail. Raises Invalid, and NotFound for a unit that is not
    theirs to decide on."""
    mail, name = read_mail(typed), typed.get("name", "").strip()
    if wrong := faults(NAME, {"name": name}):
        raise Invalid(WRONG, fields=wrong)
    async with runtime.database.begin() as session:
        units = await units_of(session, by, lock=True)
        if unit.id not in units:
            raise NotFound
        person = await give(Leave(session, runtime.settings, by, units), unit, mail, name)
        specify(whom=person.id)
        note_done(session, runtime.settings.secret, by.id)


async def give(leave: Leave, unit: Unit, mail: str, name: str) -> Person:
    """As part of a transaction, give somebody leave; whoever has it already keeps it. Raises Invalid without a name for
    somebody who is not known here."""
    session = leave.session
    named = await name_by_address(session, leave.units, mail, Typed(name, ""))
    if named is None:
        raise Invalid(WRONG, fields={"name": NO_NAME})
    person, now = named.person, clock.now()
    if await session.get(Listener, (unit.id, person.id)) is not None:
        return person
    called = named.typed.name if named.typed else None
    by = leave.by.id if leave.by else None
    session.add(Listener(unit_id=unit.id, person_id=person.id, called=called, by_id=by, since=now))
    link = f"{leave.settings.public_url}/enquiries"
    said = letters.listens(unit.name, link, by=leave.by).read_in(person.reads, UNSIGNED)
    ident = message_id(leave.settings, "listens", unit.id, person.id, now.isoformat())
    await post(session, person.mail, said.subject, said.body, ident)
    return person


async def remove(runtime: Runtime, by: Person, unit: Unit, person_id: int) -> None:
    """End somebody's leave. They are told, and still see what they passed on. Does nothing where there is none; raises
    NotFound for a unit that is not theirs to decide on."""
    async with runtime.database.begin() as session:
        if unit.id not in await units_of(session, by, lock=True):
            raise NotFound
        specify(whom=person_id)
        if await end_leave(session, runtime.settings, unit, person_id):
            note_done(session, runtime.settings.secret, by.id)


async def end_leave(session: AsyncSession, settings: Settings, unit: Unit, person_id: int) -> bool:
    """As part of a transaction, end somebody's leave for a unit, and tell them; whether they had it."""
    listener = await session.get(Listener, (unit.id, person_id), with_for_update=True)
    if listener is None:
        return False
    person = await session.get_one(Person, person_id)
    await session.delete(listener)
    said = letters.listens_no_more(unit.name).read_in(person.reads, UNSIGNED)
    ident = message_id(settings, "listens_no_more", unit.id, person.id, clock.now().isoformat())
    await post(session, person.mail, said.subject, said.body, ident)
    return True


async def end_leaves(session: AsyncSession, person_id: int, units: Collection[int]) -> None:
    """Somebody stops being staff in these units: they may pass on nothing there any more."""
    theirs = (col(Listener.person_id) == person_id, col(Listener.unit_id).in_(units))
    await session.execute(delete(Listener).where(*theirs))
