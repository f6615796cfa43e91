"""A snapshot reads past SQLAlchemy what SQLAlchemy would have read, in one moment, and leaves nothing behind."""

from typing import Any

import pytest
from sqlalchemy import bindparam, func, text
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core.database import Database
from server.core.errors import Away
from server.core.prepared import built_once
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site

COUNT = text("SELECT count(*) FROM idea")


@built_once
def _everything() -> Any:
    """Entities, one of which is not there, rules that are constants, a list of them, and figures."""
    columns: Any = (Meeting, Idea, Seat.role, func.count().over().label("lines"), col(Seat.organisation) == "Intet")
    query: Any = (
        select(*columns).join(Seat, col(Seat.meeting_id) == Meeting.id).outerjoin(Idea, col(Idea.seat_id) == Seat.id)
    )
    asked = (Meeting.id == bindparam("meeting"), col(Seat.role).in_([Role.PATIENT, Role.RELATIVE]))
    return query.where(*asked).order_by(col(Seat.id), col(Idea.id))


@built_once
def _count() -> Any:
    return select(func.count()).select_from(Idea)


def plain(found: Any) -> list[Any]:
    """Rows with the entities' values in place of entities."""
    values = [[getattr(each, "__dict__", each) for each in row] for row in found]
    return [
        [{k: v for k, v in each.items() if k[0] != "_"} if isinstance(each, dict) else each for each in row]
        for row in values
    ]


async def test_it_returns_what_sqlalchemy_returns(cast: Cast, site: Site) -> None:
    ben, _ = await cast.ben(), await cast.guests_join(1)
    assert took(await ben.propose("Ro om natten"))
    assert took(await ben.propose("Lys på gangen"))
    database, known = site.app.state.runtime.database, {"meeting": cast.meeting.id}
    async with database.begin() as session:
        theirs = (await session.execute(_everything(), known)).all()
    with asked(site) as told:
        async with database.snapshot() as session:
            ours = (await session.execute(_everything(), known)).all()
    assert len(told) == 1, "it is counted like any other"
    assert plain(ours) == plain(theirs)
    assert len(ours) == 3
    assert ours[-1][1] is None, "who wrote nothing"
    assert ours[0].lines == 3
    assert ours[0].role is theirs[0].role is Role.PATIENT


async def test_it_sees_one_moment_in_both_ways(cast: Cast, site: Site) -> None:
    ben = await cast.ben()
    database: Database = site.app.state.runtime.database
    async with database.snapshot() as session:
        before = (await session.execute(_count())).scalar_one()
        assert took(await ben.propose("Ro om natten"))
        assert (await session.execute(_count())).scalar_one() == before
        assert (await session.execute(COUNT)).scalar_one() == before
        assert (await session.get_one(Meeting, cast.meeting.id)).public_id == cast.meeting.public_id
    async with database.snapshot() as session:
        assert (await session.execute(COUNT)).scalar_one() == before + 1
        assert (await session.execute(_count())).scalar_one() == before + 1


async def test_it_only_reads_and_the_next_transaction_may_write(cast: Cast) -> None:
    database = Database(cast.database.url, size=1)
    async with database.snapshot() as session:
        await session.execute(_count())
    async with database.begin() as session:
        shown = ("SHOW transaction_isolation", "SHOW transaction_read_only")
        found = [(await session.execute(text(each))).scalar_one() for each in shown]
        assert found == ["read committed", "off"]
    with pytest.raises(Away):
        async with database.snapshot() as session:
            await session.execute(text("DELETE FROM idea"))
    await database.stop()


async def test_lines_that_died_in_the_pool_are_replaced_unnoticed(cast: Cast) -> None:
    database = Database(cast.database.url, size=2)
    async with database.snapshot() as one, database.snapshot() as other:
        pids = [(await each.execute(text("SELECT pg_backend_pid()"))).scalar_one() for each in (one, other)]
        ideas = (await one.execute(_count())).scalar_one()
    await rows(cast.database.url, "SELECT pg_terminate_backend(pid, 60000) FROM unnest($1::int[]) AS pid", pids)
    async with database.snapshot() as one, database.snapshot() as other:
        assert [(await each.execute(_count())).scalar_one() for each in (one, other)] == [ideas] * 2
    await database.stop()
