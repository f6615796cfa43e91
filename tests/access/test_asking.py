"""Who asks is found for all who ask at the same moment: what it costs, and that nobody waits for another's question."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from asyncpg import DataError
from sqlalchemy import text

from server.core import database as database_module
from server.core import gathered
from server.core.database import Database
from server.core.gathered import Gathered
from tests.room.votes.voting import open_vote, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site
from tests.support.waiting import until

MANY = 8


@asynccontextmanager
async def bare_statements(database: Database) -> AsyncIterator[list[str]]:
    """All that the bare driver sends within the block, on any of its connections."""
    sent: list[str] = []

    def note(query: Any) -> None:
        sent.append(" ".join(query.query.split()))

    async with AsyncExitStack() as held:
        for _ in range(database_module.BARE):
            line = await held.enter_async_context(database.driver.acquire())
            line.add_query_logger(note)
    yield sent
    for _ in range(database_module.BARE):
        async with database.driver.acquire() as line:
            line.remove_query_logger(note)


@pytest.fixture
def together(site: Site, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Do several things so that their questions have all been asked before any is answered, however slow we are."""
    asking: Gathered = site.app.state.runtime.the(Gathered)

    async def do(*things: Any) -> list[Any]:
        with monkeypatch.context() as patch:
            patch.setattr(gathered, "GATHER", 3600)
            done = asyncio.gather(*things)
            await until(lambda: sum(map(len, asking._waiting.values())) == len(things), what="all to have asked")
        for statement in list(asking._waiting):
            asking._send(statement)
        return list(await done)

    return do


async def test_many_votes_take_the_statements_of_one(cast: Cast, site: Site, together: Any) -> None:
    """One look-up and one transaction of the ballot box; nothing by the ORM."""
    members = [await cast.ben(), *await cast.guests_join(MANY - 1)]
    one, _ = await open_vote(cast)
    round_id = (await round_of(cast))["public_id"]
    await together(send(members[0], round_id, {one: 1}))  # the round's rules are read once
    taken: list[list[str]] = []
    for some in (members[1:2], members):
        versions = [1 if member in {members[0], *members[1:2][: len(taken)]} else 0 for member in some]
        async with bare_statements(site.app.state.runtime.database) as sent:
            with asked(site) as also:
                votes = zip(some, versions, strict=True)
                answers = await together(*(send(member, round_id, {one: 2}, version) for member, version in votes))
        assert all(took(answer) for answer in answers)
        assert len(also) == 1, "by the engine"
        taken.append(sent)
    few, many = taken
    assert many == few
    assert sum(statement.startswith("SELECT asked.nth") for statement in many) == 1
    assert len(many) <= 6, "\n".join(many)
    assert not [statement for statement in many if "browser_session" in statement and "ballot" in statement], "P2"


async def test_a_question_that_is_held_up_holds_up_no_other(cast: Cast, site: Site, database: Database) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro"))
    idea = (await rows(database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id))[0]["public_id"]
    lines = site.app.state.runtime.database.driver
    async with database.begin() as locking:
        await locking.execute(text("LOCK TABLE idea"))
        stuck = asyncio.ensure_future(ben.post(f"/ideas/{idea}/withdrawal"))
        await until(lambda: lines.get_size() - lines.get_idle_size() == 1, what="the lock to hold it up")
        assert took(await rie.post(f"{ben.room}/return-code/seen"))
        assert not stuck.done()
    assert took(await stuck)


async def test_who_asks_and_goes_and_who_is_refused_leave_the_others_their_answers(site: Site) -> None:
    asking: Gathered = site.app.state.runtime.the(Gathered)
    double = "SELECT asked.nth, 2 * asked.number FROM unnest($1::int[]) WITH ORDINALITY AS asked (number, nth)"
    double += " WHERE asked.number > 0 AND $2::timestamptz IS NOT NULL"
    asks = [asyncio.ensure_future(asking.ask(double, number)) for number in (1, 0, 3)]
    asks[0].cancel()
    nobody, three = await asks[1], await asks[2]
    assert nobody is None
    assert three is not None
    assert three[1] == 6
    wrong = [asyncio.ensure_future(asking.ask(double, number)) for number in ("x", 1)]
    refused = await asyncio.gather(*wrong, return_exceptions=True)
    assert {type(each) for each in refused} == {DataError}
    assert await asking.ask(double, 0) is None, "and the next are asked as before"
