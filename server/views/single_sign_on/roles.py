"""What a provider's groups give and take: roles in its own organisation, and nothing else. A role that somebody had
already, or was given by hand, is left alone."""

from collections.abc import Collection, Iterable

from sqlalchemy import text
from sqlmodel import col, select

from schemas.board import Board
from schemas.identity import Identity
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.trail import Deed
from schemas.unit import Unit, UnitDeed
from server.core.change import Change, changing_board
from server.core.errors import NotNow
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.core.unit_walk import below
from server.organisation.people.called import leading
from server.organisation.people.naming import Named, Works
from server.organisation.providers.belonging import units_of
from server.organisation.providers.configured import Provider
from server.organisation.units.handing_over import change_offices, dismiss_deputy, ring_all
from server.organisation.units.tree import Tree
from server.views.boards.staff import seat_coordinator, take_off

BELOW = text(f"WITH RECURSIVE {below('down', 'unit WHERE public_id = ANY (:units)')} SELECT id FROM down")  # noqa: S608
SEATS, UNITS = "seats", "units"


async def follow_groups(runtime: Runtime, provider: Provider, identity_id: int, groups: Collection[str]) -> None:
    """Give whoever signed in the roles that go with their groups, and take those that a group gave them and no longer
    does. A board keeps its last coordinator, and a unit its leader, if it has another one already."""
    if not provider.groups:
        return
    given = [provider.groups[group] for group in sorted(groups) if group in provider.groups]
    async with runtime.database.snapshot() as session:
        identity = await session.get_one(Identity, identity_id)
        person = await session.get_one(Person, identity.person_id)
        units = await units_of(session, provider)
        named = [each.unit for each in given if each.role is Role.COORDINATOR]
        under = set((await session.execute(BELOW, {"units": named})).scalars()) & units
        here = select(Board.id).where(col(Board.unit_id).in_(under), col(Board.closed_at).is_(None))
        boards = sorted((await session.execute(here)).scalars())
    now = {
        SEATS: await _coordinate(runtime, person, boards, identity.given.get(SEATS, [])),
        UNITS: await _lead(
            runtime,
            person,
            units,
            {each.unit for each in given if each.role is Role.LEADER},
            identity.given.get(UNITS, []),
        ),
    }
    if now != identity.given:
        async with runtime.database.begin() as session:
            (await session.get_one(Identity, identity_id)).given = now


async def _coordinate(runtime: Runtime, person: Person, boards: Iterable[int], before: list[int]) -> list[int]:
    """Returns the ids of the seats that the groups give."""
    ours = []
    for board_id in boards:
        async with changing_board(runtime, board_id) as change:
            query = select(Seat).where(Seat.board_id == board_id, Seat.person_id == person.id)
            seat = (await change.session.execute(query)).scalar_one_or_none()
            if seat is None or seat.removed_at is not None or seat.role is not Role.COORDINATOR:
                seat = await seat_coordinator(change, Named(person, Works(), None))
                _note_coordinator(change, runtime, Deed.COORDINATOR_ADDED, seat)
                ours.append(seat.id)
            elif seat.id in before:
                ours.append(seat.id)
    for seat_id in sorted(set(before) - set(ours)):
        async with runtime.database.snapshot() as session:
            theirs = await session.get(Seat, seat_id)
        if theirs is None:
            continue
        try:
            async with changing_board(runtime, theirs.board_id) as change:
                seat = await change.session.get_one(Seat, seat_id)
                if seat.role is Role.COORDINATOR:
                    await take_off(change, seat)
                    _note_coordinator(change, runtime, Deed.COORDINATOR_REMOVED, seat)
        except NotNow:  # the last one: taken at a later sign-in, when there is another
            ours.append(seat_id)
    return sorted(ours)


async def _lead(
    runtime: Runtime, person: Person, units: Collection[int], wanted: Collection[str], before: list[int]
) -> list[int]:
    """Returns the ids of the units that the groups have them lead."""
    if not units or not (wanted or before):
        return []
    ours, organisation = [], next(iter(units))
    async with runtime.database.begin() as session, change_offices(session, organisation) as (tree, moved):
        for unit in tree.units.values():
            leads = unit.leader_id == person.id
            if unit.public_id in wanted and unit.leader_id is None:
                unit.leader_id, unit.called_id = person.id, None
                tree.note(unit, UnitDeed.LEADER, "", leading(unit, person).name)
                _note_leader(tree, runtime, person, unit)
                ours.append(unit.id)
            elif unit.public_id in wanted and leads and unit.id in before:
                ours.append(unit.id)
            elif unit.public_id not in wanted and leads and unit.id in before:
                tree.note(unit, UnitDeed.LEADER, leading(unit, person).name, "")
                unit.leader_id = unit.called_id = None
                await dismiss_deputy(tree.session, unit)
                _note_leader(tree, runtime, person, unit)
    await ring_all(runtime, moved)
    return sorted(ours)


def _note_coordinator(change: Change, runtime: Runtime, deed: Deed, seat: Seat) -> None:
    told = Entry(deed, None, seat.person_id, change.board.public_id, "seat", seat.public_id)
    note(change.session, runtime.settings.secret, told)


def _note_leader(tree: Tree, runtime: Runtime, person: Person, unit: Unit) -> None:
    told = Entry(Deed.LEADER_SET, whom=person.id, about="unit", about_id=unit.public_id)
    note(tree.session, runtime.settings.secret, told)
