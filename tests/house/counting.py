"""Counts the SQL statements of a page or a write, for few and for many ideas and members."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from schemas.codes import new_public_id
from schemas.idea import Idea
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.database import Database
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.queries import asked
from tests.support.site import Site

FEW, MANY = 5, 60


async def fill(database: Database, cast: Cast, count: int) -> None:
    """Add ideas and members up to `count`, written straight into the tables; all ideas are shown."""
    now = clock.now()
    told: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id}
    known: dict[str, Any] = {"submission": "x", "title": "Ro", "text": "x"}
    known |= {"status_at": now, "created_at": now, "shown_at": now}
    seats = [
        Seat(public_id=new_public_id(), role=Role.PATIENT, name=f"Gæst {number}", joined_at=now, **told)
        for number in range(count)
    ]
    async with database.begin() as session:
        session.add_all(seats)
        await session.flush()
        for number, seat in enumerate(seats, 1000):
            session.add(Idea(public_id=new_public_id(), number=number, seat_id=seat.id, **known, **told))


@dataclass
class Scene:
    cast: Cast
    ada: Member
    ben: Member
    leo: Member
    idea: str = ""


Do = Callable[[Scene], Awaitable[Any]]


def get(path: str, who: str = "ben") -> Do:
    async def look(at: Scene) -> Any:
        told = {"M": at.cast.meeting.public_id, "S": at.cast.meeting.screen_token, "B": at.cast.board.public_id}
        real = path.format(**told, J=at.cast.meeting.join_token, I=at.idea)
        return await getattr(at, who).get(real)

    return look


def grouping(do: Do) -> Do:
    """The same, in the phase in which ideas are grouped."""

    async def look(at: Scene) -> Any:
        await rows(at.cast.database.url, "UPDATE meeting SET phase = 'group' WHERE id = $1", at.cast.meeting.id)
        return await do(at)

    return look


async def gather(cast: Cast, database: Database) -> Scene:
    ada, ben, leo = await cast.ada(), await cast.ben(), await cast.leo()
    leo.meeting = cast.meeting.public_id
    await leo.look()
    now = clock.now()
    async with database.begin() as session:
        seat = (await session.execute(select(Seat).where(Seat.meeting_id == cast.meeting.id))).scalars().one()
        idea = Idea(
            public_id=new_public_id(),
            board_id=cast.board.id,
            meeting_id=cast.meeting.id,
            seat_id=seat.id,
            submission="own",
            number=999,
            title="Ro",
            status_at=now,
            created_at=now,
            shown_at=now,
        )
        session.add(idea)
        public_id = idea.public_id
    return Scene(cast, ada, ben, leo, public_id)


async def count(site: Site, do: Do, at: Scene) -> list[str]:
    with asked(site) as texts:
        answer = await do(at)
    assert took(answer), answer.text[:200]
    return texts


async def hold(name: str, do: Do, most: int, cast: Cast, site: Site) -> None:
    """Assert that `do` takes as many statements for many as for few, and at most the given number."""
    database = cast.database
    at = await gather(cast, database)
    await fill(database, cast, FEW)
    await do(at)
    few = await count(site, do, at)
    await rows(database.url, "UPDATE idea SET number = -id WHERE number > 999")
    await fill(database, cast, MANY - FEW)
    many = await count(site, do, at)
    print(f"{name}: {len(few)} statements")
    assert many == few, "the number grows"
    assert 0 < len(few) <= most, "\n".join(few)
