"""Who leads a unit."""

from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import UNIT_NAME_MAX, Unit, UnitDeed
from server import jobs
from server.addresses import NotAnAddress, mail_address
from server.errors import N_, Invalid
from server.fields import Field, faults
from server.parts import Parts
from server.people.commands import send_sign_in
from server.units.handing_over import hand_over
from server.units.ladder import ladders
from server.units.tree import NO_NAME, WRONG, Tree

NAMED = {"name": Field(UNIT_NAME_MAX), "title": Field(UNIT_NAME_MAX)}
"""What is said of a person with an account."""


async def set_leader(parts: Parts, person: Person, public_id: str, typed: Mapping[str, str]) -> Unit:
    """Say who leads a unit: an account is made for a new address, and a sign-in link mailed if asked (`send`). An
    empty address takes the leader away. Who led before sees nothing more by that, and what waited for them waits for
    whoever leads now, or for the nearest above. Raises Invalid."""
    mail = read_mail(typed, empty=True)
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        unit = tree.find(public_id)
        ladder = (await ladders(session, [unit.id]))[unit.id]
        before = await session.get(Person, unit.leader_id) if unit.leader_id else None
        leader = await account(session, tree, mail, typed) if mail else None
        if (before.id if before else None) != (leader.id if leader else None):
            tree.note(unit, UnitDeed.LEADER, before.name if before else "", leader.name if leader else "")
        unit.leader_id = leader.id if leader else None
        await session.flush()
        moved = await hand_over(session, unit, ladder, tree.now)
    await ring_all(parts, moved)
    if leader is not None and typed.get("send") == "1":
        await send_sign_in(parts, leader.mail)
    return unit


async def ring_all(parts: Parts, moved: Collection[tuple[int, int]]) -> None:
    """After the commit: tell everyone that these boards have moved, and the workers that something is due."""
    for board_id, seq in moved:
        await parts.ring(board_id, seq)
    if moved:
        await jobs.ring(parts.doorbell)


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
    """The account with an address, made if there is none. Only who works in this organisation and nowhere else gets the
    name and title that are typed; and only for them the name may be left out, so that nobody learns by this form
    whether an address has an account elsewhere."""
    name, title = typed.get("name", "").strip(), typed.get("title", "").strip()
    if long := faults(NAMED, {"name": name, "title": title}):
        raise Invalid(WRONG, fields=long)
    found = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
    here, elsewhere = await _works(session, tree, found) if found is not None else (False, False)
    if not name and not here:
        raise Invalid(WRONG, fields={"name": NO_NAME})
    if found is None:
        found = Person(mail=mail, name=name, title=title)
        session.add(found)
        await session.flush()
    elif here and not elsewhere and not found.coordinator:
        found.name, found.title = name or found.name, title or found.title
    return found


async def _works(session: AsyncSession, tree: Tree, person: Person) -> tuple[bool, bool]:
    """Whether somebody leads a unit, or has or had a seat on a board, in these units; and whether in any other."""
    leads = select(Unit.id).where(Unit.leader_id == person.id)
    sits = select(Board.unit_id).join(Seat, col(Seat.board_id) == Board.id).where(Seat.person_id == person.id)
    units = set((await session.execute(leads.union(sits))).scalars())
    return bool(units & set(tree.units)), bool(units - set(tree.units))
