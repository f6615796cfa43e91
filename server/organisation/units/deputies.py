"""A deputy (stedfortræder): who leads a unit in the leader's place while the leader is away. It begins and ends by
itself, on the days that were set; what a deputy may do meanwhile follows from `server/core/office.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Deputy, Unit, UnitDeed
from server.core import clock, jobs
from server.core.days import danish_day, end_of
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import note_done, specify
from server.core.unit_walk import below
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.people import letters
from server.organisation.people.naming import Typed, name_by_address
from server.organisation.units.handing_over import change_offices, dismiss_deputy, ring_all
from server.organisation.units.leaders import read_mail
from server.organisation.units.queries import units_of
from server.organisation.units.tree import NO_NAME, WRONG, Tree
from server.web.fields import Field, faults
from server.web.typed_dates import read_day

LONGEST = timedelta(days=366)
NOBODY = N_("Enheden har ingen leder, så der er ingen at træde i stedet for.")
NAME = {"name": Field(UNIT_NAME_MAX)}
THEIRS = text(
    "WITH RECURSIVE LED SELECT id FROM led".replace("LED", below("led", "unit WHERE unit.leader_id = :person"))
)
"""A deputy names no deputy: only the leaders themselves do."""


@dataclass(frozen=True)
class Wanted:
    """What a form asks for."""

    mail: str
    name: str
    from_day: date
    until_day: date


async def units_for(session: AsyncSession, person: Person) -> dict[int, Unit]:
    """The units whose deputy a person may set, by id: those that they lead, all units below, and a coordinator's."""
    found = await units_of(session, person)
    led = list((await session.execute(THEIRS, {"person": person.id})).scalars())
    query = select(Unit).where(col(Unit.id).in_([ident for ident in led if ident not in found]))
    return found | {unit.id: unit for unit in (await session.execute(query)).scalars()}


async def deputy_of(session: AsyncSession, unit: Unit) -> tuple[Deputy, Person] | None:
    """A unit's deputy, now or on days to come, with their account."""
    query = select(Deputy, Person).join(Person, col(Person.id) == Deputy.person_id).where(Deputy.unit_id == unit.id)
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row is not None else None


async def set_deputy(runtime: Runtime, by: Person, unit: Unit, typed: Mapping[str, str]) -> None:
    """Set who leads a unit in its leader's place, and when; without an address, nobody does any more. Both are told by
    mail. Raises Invalid, NotFound for a unit that is not theirs, and NotNow where nobody leads the unit."""
    wanted = _read(typed, danish_day(clock.now()))
    async with runtime.database.begin() as session, change_offices(session, unit.id) as (tree, moved):
        tree.person = by
        its = tree.units.get(unit.id)
        if its is None or unit.id not in await units_for(session, by):
            raise NotFound
        await _end(runtime.settings, tree, its)
        if wanted is not None:
            await _set(runtime.settings, tree, its, wanted, by)
            await _begin_if_due(tree, its)
        note_done(session, runtime.settings.secret, by.id)
    await ring_all(runtime, moved)


def _read(typed: Mapping[str, str], today: date) -> Wanted | None:
    mail, name = read_mail(typed, empty=True), typed.get("name", "").strip()
    if not mail:
        return None
    wrong = faults(NAME, {"name": name})
    days = {field: read_day(typed.get(field, ""), today) for field in ("from_day", "until_day")}
    wrong |= {field: N_("Skriv en dato, for eksempel 24.12.") for field, day in days.items() if day is None}
    first, last = days["from_day"], days["until_day"]
    if first is not None and last is not None and not max(first, today) <= last <= today + LONGEST:
        wrong["until_day"] = N_("Den sidste dag skal ligge efter den første, og højst et år frem.")
    if wrong or first is None or last is None:
        raise Invalid(WRONG, fields=wrong)
    return Wanted(mail, name, first, last)


async def _set(settings: Settings, tree: Tree, unit: Unit, wanted: Wanted, by: Person) -> None:
    session = tree.session
    leader = await session.get(Person, unit.leader_id) if unit.leader_id else None
    if leader is None:
        raise NotNow(NOBODY)
    if leader.mail == wanted.mail:
        raise Invalid(WRONG, fields={"mail": N_("Det er lederen selv. Vælg en anden.")})
    named = await name_by_address(session, tree.units, wanted.mail, Typed(wanted.name, ""))
    if named is None:
        raise Invalid(WRONG, fields={"name": NO_NAME})
    person, called = named.person, named.typed.name if named.typed else named.person.name
    days = {"from_day": wanted.from_day, "until_day": wanted.until_day}
    specify(whom=person.id)
    session.add(Deputy(unit_id=unit.id, person_id=person.id or 0, called=called, by_id=by.id, **days))
    await session.flush()
    tree.note(unit, UnitDeed.DEPUTY, "", called)
    told = (letters.deputises(unit.name, leader.name, f"{settings.public_url}/login", by=by, **days), person)
    theirs = (
        letters.has_deputy(unit.name, called, f"{settings.public_url}/units/{unit.public_id}/deputy", by=by, **days),
        leader,
    )
    for letter, reader in (told, theirs):
        written = letter.read_in(reader.reads, UNSIGNED)
        ident = message_id(settings, "deputy", unit.id, reader.id, tree.now.isoformat())
        await post(session, reader.mail, written.subject, written.body, ident)
    for kind, day in (("deputy_begins", wanted.from_day - timedelta(days=1)), ("deputy_ends", wanted.until_day)):
        at = max(end_of(day) + timedelta(seconds=1), tree.now)
        dedupe = f"{kind}:{unit.id}:{tree.now.isoformat()}"
        await jobs.due(session, kind, unit.id, at, dedupe=dedupe)


async def _begin_if_due(tree: Tree, unit: Unit) -> None:
    found = await deputy_of(tree.session, unit)
    if found is not None and found[0].from_day <= danish_day(tree.now) <= found[0].until_day:
        unit.deputy_id = found[0].person_id


async def _end(settings: Settings, tree: Tree, unit: Unit) -> None:
    """A unit has no deputy any more; both are told. Does nothing where there was none."""
    found = await deputy_of(tree.session, unit)
    if found is None:
        return
    deputy, person = found
    leader = await tree.session.get(Person, unit.leader_id) if unit.leader_id else None
    await dismiss_deputy(tree.session, unit)
    tree.note(unit, UnitDeed.DEPUTY, deputy.called, "")
    for reader in filter(None, (person, leader)):
        written = letters.deputy_ended(unit.name, deputy.called).read_in(reader.reads, UNSIGNED)
        ident = message_id(settings, "deputy_ended", unit.id, reader.id, tree.now.isoformat())
        await post(tree.session, reader.mail, written.subject, written.body, ident)


async def begin(session: AsyncSession, unit_id: int) -> None:
    """As a part of a job: let a unit's deputy begin, if it is time."""
    async with change_offices(session, unit_id) as (tree, _):
        if (unit := tree.units.get(unit_id)) is not None:
            await _begin_if_due(tree, unit)


async def end(session: AsyncSession, settings: Settings, unit_id: int) -> None:
    """As a part of a job: end what a unit's deputy does, if their last day is over."""
    async with change_offices(session, unit_id) as (tree, _):
        unit = tree.units.get(unit_id)
        found = await deputy_of(session, unit) if unit is not None else None
        if unit is not None and found is not None and found[0].until_day < danish_day(tree.now):
            await _end(settings, tree, unit)
