"""Naming somebody by their mail address. The account is found or created, and whoever typed the address cannot tell
which. Until they have been there themselves, they go by the name that was typed."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.enquiry import Listener
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit


@dataclass(frozen=True)
class Typed:
    """The name and title that were typed for somebody."""

    name: str
    title: str


@dataclass(frozen=True)
class Works:
    """Where somebody leads a unit, is its listener, or has or had a seat on a board. `here`: in the units in question,
    and they have been there. `elsewhere`: in other units. `awaited`: what was typed for them in the units in question,
    where they have not been yet."""

    here: bool = False
    elsewhere: bool = False
    awaited: Typed | None = None


@dataclass(frozen=True)
class Named:
    """An account, and what was typed for it where it was named. `typed` is None for somebody who has been there, who
    goes by their own name."""

    person: Person
    works: Works
    typed: Typed | None


async def name_by_address(session: AsyncSession, units: Collection[int], mail: str, typed: Typed) -> Named | None:
    """The account with the address `mail`, created if there is none, as it is named in these units. A name or title
    that is left out is taken from what was typed there before. None, and no account, if that leaves no name at all."""
    person = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
    works = await _works_of(session, units, person) if person is not None else Works()
    if person is not None and works.here:
        return Named(person, works, None)
    if works.awaited is not None:
        typed = Typed(typed.name or works.awaited.name, typed.title or works.awaited.title)
    if not typed.name:
        return None
    if person is None:
        person = Person(mail=mail, name=typed.name, title=typed.title)
        session.add(person)
        await session.flush()
    return Named(person, works, typed)


async def _works_of(session: AsyncSession, units: Collection[int], person: Person) -> Works:
    works = Works()
    leads = select(Unit.id, Unit.called_id, Unit.called, Unit.called_title).where(Unit.leader_id == person.id)
    for unit_id, called_id, *called in (await session.execute(leads)).all():
        works = _add(works, Typed(*called) if called_id == person.id else None, here=unit_id in units)
    sits = select(Board.unit_id, Seat.name, Seat.called_title).join(Seat, col(Seat.board_id) == Board.id)
    for unit_id, name, title in (await session.execute(sits.where(Seat.person_id == person.id))).all():
        works = _add(works, None if title is None else Typed(name, title), here=unit_id in units)
    listens = select(Listener.unit_id, Listener.called).where(Listener.person_id == person.id)
    for unit_id, called in (await session.execute(listens)).all():
        works = _add(works, None if called is None else Typed(called, ""), here=unit_id in units)
    return works


def _add(works: Works, typed: Typed | None, *, here: bool) -> Works:
    if not here:
        return replace(works, elsewhere=True)
    return replace(works, here=True) if typed is None else replace(works, awaited=works.awaited or typed)
