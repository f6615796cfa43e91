"""An idea that the room has seen, and the way from there to a leader."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from schemas.flow import Status
from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from tests.support.cast import Cast
from tests.support.member import Staff, took
from tests.support.scene import make_person

SOON = (clock.now() + timedelta(days=20)).date().isoformat()
STEP = {"step": "Køb filt til vognene", "person": "Natholdet", "step_date": SOON}
REASON = "Der er ikke personale til det om aftenen."


async def shown(cast: Cast, title: str = "Ro om aftenen", words: str = "Sluk lyset kl. 22") -> str:
    """The public id of an idea of Ben's that everybody has seen."""
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose(title, words))
    assert took(await ada.phase("reveal"))
    return (await stored(cast, title=title)).public_id


async def sent(cast: Cast, title: str = "Ro om aftenen") -> str:
    """One that awaits Leo's answer."""
    idea = await shown(cast, title)
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON))
    return idea


async def agreed(cast: Cast, owner: str = "Leo Bach") -> str:
    """One that Leo has said yes to."""
    idea = await sent(cast)
    assert took(await (await cast.leo()).answer(idea, "agreed", text="Det gør vi.", owner=owner, **STEP))
    return idea


async def stored(cast: Cast, public_id: str = "", *, title: str = "") -> Idea:
    """The row of an idea of this board."""
    query = select(Idea).where(Idea.board_id == cast.board.id)
    query = query.where(Idea.public_id == public_id) if public_id else query.where(Idea.title == title)
    async with cast.database.begin() as session:
        return (await session.execute(query)).scalars().one()


async def put(cast: Cast, public_id: str, status: Status) -> None:
    """Put an idea in a status behind the product's back."""
    async with cast.database.begin() as session:
        row = (await session.execute(select(Idea).where(Idea.public_id == public_id))).scalar_one()
        row.status = status


async def above(cast: Cast, name: str = "Dorthe Winther") -> Staff:
    """The leader of the hospital, above Leo; signed in."""
    mail = f"{name.split()[0].lower()}-{cast.board.public_id}@region.test"
    async with cast.database.begin() as session:
        boss = await make_person(session, mail, name, "Hospitalsdirektør")
        await _lead(session, cast, boss, 1)
    cast.people[name] = boss
    return await Staff(cast.url).sign_in(await cast.link_for(name))


async def colleague(cast: Cast, name: str = "Mie Lund") -> Staff:
    """A leader of another hospital, who has nothing to do with this board; signed in."""
    mail = f"{name.split()[0].lower()}-{cast.board.public_id}@region.test"
    async with cast.database.begin() as session:
        cast.people[name] = await make_person(session, mail, name, "Afdelingschef")
    return await Staff(cast.url).sign_in(await cast.link_for(name))


async def _lead(session: object, cast: Cast, person: Person, up: int) -> None:
    query = "UPDATE unit SET leader_id = :person WHERE id = (SELECT parent_id FROM unit WHERE id = :unit)"
    assert up == 1
    await session.execute(text(query), {"person": person.id, "unit": cast.board.unit_id})  # type: ignore[attr-defined]
