"""PostgreSQL away, slow, full or read-only: what needs it says "prøv igen", what does not goes on, and all of it comes
back by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.routing import Route
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from server.core import database as database_module
from server.core.database import Database
from server.core.errors import Away
from server.core.translations import say
from server.live.hub import Hub
from server.ops.embedded import Postgres, Valkey
from tests.faults.world import socket_of
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.logs import logged
from tests.support.member import Member, Staff, took
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import SECRET, Site
from tests.support.stream import Stream
from tests.support.waiting import until

POOL = 3
SENTENCE = "Vi kan ikke gemme eller hente noget lige nu. Vent et øjeblik, og prøv igen."
NEEDS_NONE = {"/", "/was", "/privatliv", "/hjaelp", "/login", "/healthz", "/readyz", "/login/{token}"}
"""Pages that are there whether the database is or not."""
PROBES = {"/healthz", "/healthz/database", "/readyz", "/metrics"}


@dataclass
class House:
    """A site whose way to PostgreSQL can be cut, and people in it; `database` has a way of its own."""

    site: Site
    line: Proxy
    cast: Cast
    database: Database
    ben: Member
    ada: Staff

    @property
    def name(self) -> str:
        return str(make_url(self.database.url).database)

    async def probe(self, path: str) -> httpx2.Response:
        return await self.ben.get(path)

    async def seen(self, state: str) -> None:
        """Wait until the server knows."""
        health = self.site.app.state.health
        await until(lambda: health.seen.state == state, seconds=20, what=f"the database to be seen as {state}")

    async def say(self, sentence: str) -> None:
        """To PostgreSQL itself, past the site's line."""
        await rows(self.database.url, sentence)

    async def end_all(self) -> None:
        """As a server does that stops: every line of the site is ended, and its process gone."""
        await self.say("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename = 'guest'")

    async def allow(self, connections: int) -> None:
        """Bound the connections that the site may have; -1 for any number."""
        await self.say(f'ALTER DATABASE "{self.name}" CONNECTION LIMIT {connections}')
        if connections == 0:
            await self.end_all()

    async def only_read(self, *, on: bool) -> None:
        """From now on, new lines only read; for `on` the old ones are ended, as by a server that became a follower."""
        await self.say(f"ALTER ROLE guest SET default_transaction_read_only = {'on' if on else 'off'}")
        if on:
            await self.end_all()


@pytest.fixture
async def house(
    database_url: str, database: Database, postgres: Postgres, valkey: Valkey, clock_file: Clock
) -> AsyncIterator[House]:
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    # Superusers pass every bound on connections; a site has a role of its own.
    if not await rows(database_url, "SELECT 1 FROM pg_roles WHERE rolname = 'guest'"):
        await rows(database_url, "CREATE ROLE guest LOGIN")
    for what in ("TABLES", "SEQUENCES"):
        await rows(database_url, f"GRANT ALL ON ALL {what} IN SCHEMA public TO guest")
    url = f"postgresql://guest@127.0.0.1:{line.port}/{make_url(database_url).database}"
    site = await Site.at(url, valkey.url, pool_size=POOL).start()
    there = await Cast.gather(site.url, database, SECRET, mark=f"-{line.port}")
    yield House(site, line, there, database, await there.ben(), await there.ada())
    line.heal()
    await rows(database_url, "ALTER ROLE guest RESET ALL")
    await rows(database_url, f'ALTER DATABASE "{make_url(database_url).database}" CONNECTION LIMIT -1')
    await there.leave()
    await site.stop()
    await line.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a connection gives up soon."""
    monkeypatch.setattr(database_module, "WAIT", 0.2)


def assert_says_so(answer: httpx2.Response, what: str = "") -> None:
    assert answer.status_code == 503, f"{what}: {answer.status_code} {answer.text[:200]}"
    assert int(answer.headers["retry-after"]) > 0, what
    language = "en" if what.startswith("/open") else "da"  # an open page is in the language of its path
    assert say(language, SENTENCE) in answer.text, what


async def test_no_route_fails_for_want_of_a_database(house: House) -> None:
    """Every route there is, for one who sits in a meeting; a page, a form, and a form that htmx sends."""
    house.line.cut()
    await house.seen("absent")
    there = set()
    for route in house.site.app.routes:
        if not isinstance(route, Route) or route.path in PROBES - NEEDS_NONE:
            continue
        path = route.path.format(**dict.fromkeys(route.param_convertors, "x" * 24))
        asked = [await house.ben.get(path)] if "GET" in (route.methods or {"GET"}) else []
        if "POST" in (route.methods or set()):
            fields = {"key": "k", "title": "Ro", "text": "Sluk lyset", "mail": "a@home.test", "code": "ABCD-2345"}
            asked += [await house.ben.post(path, fields), await house.ben.post(path, fields, HX_Request="true")]
        house.site.app.state.budget._known.clear()  # so many in a row are too many
        for answer in asked:
            assert answer.status_code != 429, route.path
            if answer.status_code >= 500:
                assert_says_so(answer, route.path)
        if asked[0].status_code == 200:
            there.add(route.path)
    assert there >= NEEDS_NONE
    assert (await house.probe("/static/css/base.css")).status_code in {200, 404}
    assert (await house.probe("/healthz/database")).status_code == 503


async def test_the_log_says_what_was_away_and_not_what_was_asked(house: House, impatient: None) -> None:
    live = f"{house.site.url.replace('http', 'ws', 1)}/live?page=meeting&id={house.ben.meeting}&at="
    cookie, away = {"Cookie": house.ben.cookie}, "TooManyConnectionsError 53300"
    await house.allow(connections=0)
    with logged() as out:
        assert_says_so(await house.ada.get(f"/m/{house.ben.meeting}/desk"))
        async with connect(live, origin=Origin(house.site.url), additional_headers=cookie) as line:
            await line.wait_closed()
        assert (await house.ada.get("/no-such-page")).status_code == 404
    lines = [line for line in map(json.loads, out.getvalue().splitlines()) if line["event"] == "request"]
    assert [line.get("away") for line in lines] == [away, away, None]


@pytest.mark.parametrize("door", ["begin", "snapshot", "bare", "outside"])
async def test_whoever_needs_the_database_meets_one_thing(house: House, door: str) -> None:
    house.line.cut()
    with pytest.raises(Away):
        async with getattr(house.site.app.state.runtime.database, door)():
            raise AssertionError("it is away")
    house.line.heal()
    async with getattr(house.site.app.state.runtime.database, door)() as line:
        assert line is not None


async def test_what_was_typed_can_be_sent_again(house: House) -> None:
    page = await house.ben.look()
    form = page.form(f"/m/{house.ben.meeting}/ideas")
    house.line.cut()
    refused = await house.ben.submit(form, {"title": "Ro om natten", "text": "Sluk lyset på gangen.\nTak."})
    assert_says_so(refused)
    again = Page(refused.text, str(refused.url)).form("#again")
    house.line.heal()
    taken = await house.ben.submit(again)
    assert taken.status_code == 303, taken.text[:300]
    kept = await rows(house.database.url, "SELECT title, text FROM idea WHERE board_id = $1", house.cast.board.id)
    assert [tuple(row) for row in kept] == [("Ro om natten", "Sluk lyset på gangen.\nTak.")]


@pytest.mark.parametrize("how", ["ended by the server", "reset", "ended on the way"])
async def test_lines_from_before_a_failover_cost_nobody_anything(house: House, how: str) -> None:
    own = house.site.app.state.runtime.database
    async with own.begin(), own.begin():
        pass
    assert own.engine.pool.checkedin() >= 2, "lines to lose"
    if how == "ended by the server":
        await house.end_all()
    elif how == "reset":
        house.line.reset()
    else:
        house.line.cut()
        house.line.heal()
    assert took(await house.ben.propose("Lige efter")), "a write"
    for path in (house.ben.room, "/was", f"{house.ben.room}/mine"):
        assert (await house.ben.get(path)).status_code == 200, path


@pytest.fixture
def silence_is_known(house: House, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A line that is mute has used up its time at once, and every other has as much as it likes: how fast this machine
    is decides nothing. The lines that were given up, by their ports."""
    left: list[int] = []

    def patience(line: Any) -> asyncio.Timeout:
        while not hasattr(line, "_transport"):  # what SQLAlchemy and the bare pool wrap it in
            line = getattr(line, "_connection", None) or line._con
        port = line._transport.get_extra_info("sockname")[1]
        if not house.line.is_mute(port):
            return asyncio.timeout(None)
        left.append(port)
        return asyncio.timeout(0)

    monkeypatch.setattr("server.core.dialect.patience", patience)
    return left


async def test_a_line_that_says_nothing_any_more_is_left(house: House, silence_is_known: list[int]) -> None:
    """The old server's machine is gone without a word: nobody says that the line is dead."""
    await asyncio.gather(*(house.ben.get("/was") for _ in range(2 * POOL)))
    house.line.mute()
    assert took(await house.ben.propose("Ind i det tavse"))
    assert silence_is_known
    assert (await house.ben.get(house.ben.room)).status_code == 200


async def test_a_ballot_leaves_a_line_that_says_nothing_any_more(house: House, silence_is_known: list[int]) -> None:
    assert took(await house.ben.propose("Ro"))
    for phase in ("reveal", "vote"):
        assert took(await house.ada.phase(phase))
    form = (await house.ben.look()).form("#ballot")
    dots = next(name for name in form.fields if name.startswith("dots-"))
    assert took(await house.ben.submit(form, {dots: 1}))
    lines = house.site.app.state.runtime.database.driver
    idle = lines.get_idle_size()
    assert idle, "a line to lose"
    house.line.mute()
    assert took(await house.ben.submit((await house.ben.look()).form("#ballot"), {dots: 2}))
    assert silence_is_known
    assert lines.get_size() <= idle, "the silent one is kept"


async def test_a_full_server_is_waited_for(house: House) -> None:
    await house.allow(0)
    waiting = asyncio.ensure_future(house.ben.propose("Når der er plads"))
    await house.seen("full")
    assert not waiting.done()
    await house.allow(-1)
    assert took(await waiting)


async def test_a_server_that_stays_full_is_said(house: House, impatient: None) -> None:
    await house.allow(0)
    assert_says_so(await house.ben.get(house.ben.room))
    assert_says_so(await house.ben.propose("Når der er plads"))
    await house.seen("full")
    assert (await house.probe("/readyz")).status_code == 200
    assert "full" in (await house.probe("/healthz/database")).text


async def test_who_gets_no_connection_of_ours_is_told_and_the_probes_wait_for_nobody(
    house: House, impatient: None
) -> None:
    async with house.database.begin() as locking:
        await locking.execute(text("LOCK TABLE meeting"))
        stuck = [asyncio.ensure_future(house.ben.get(house.ben.room)), asyncio.ensure_future(house.ada.get("/boards"))]
        pool = house.site.app.state.runtime.database.engine.pool
        lines = house.site.app.state.runtime.database.driver
        await until(lambda: lines.get_size() - lines.get_idle_size() >= 2, what="the lock to hold both up")
        holding = [await pool_line(house) for _ in range(POOL - pool.checkedout())]
        assert pool.checkedout() == POOL
        rie = Member(house.site.url)
        # Not a page that is loaded: what waits for Ada is not counted, and she is found.
        assert_says_so(await rie.get("/boards", headers={"Cookie": house.ada.cookie, "HX-Request": "true"}))
        assert (await rie.get("/readyz")).status_code == 200
        assert (await rie.get("/healthz/database")).status_code == 200
        assert (await rie.get("/")).status_code == 200
        await rie.close()
        for line in holding:
            await line.close()
    assert {answer.status_code for answer in await asyncio.gather(*stuck)} == {200}


async def test_a_full_pool_of_the_bare_driver_is_waited_for_once(
    database_url: str, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, tries = Database(database_url, size=1), 0
    await own.start()
    begun = own._begun

    async def counted() -> Any:
        nonlocal tries
        tries += 1
        return await begun()

    async with AsyncExitStack() as held:
        for _ in range(database_module.BARE):
            await held.enter_async_context(own.bare())
        monkeypatch.setattr(own, "_begun", counted)
        with pytest.raises(Away):
            await held.enter_async_context(own.bare())
        assert tries == 1
    async with own.bare() as line:
        assert await line.fetchval("SELECT 1") == 1
    await own.stop()


async def test_a_ballot_that_finds_no_line_can_be_cast_again(
    house: House, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.room.votes.box.WAIT", 0)
    assert took(await house.ben.propose("Ro"))
    for phase in ("reveal", "vote"):
        assert took(await house.ada.phase(phase))
    form = (await house.ben.look()).form("#ballot")
    dots = next(name for name in form.fields if name.startswith("dots-"))
    async with AsyncExitStack() as held:
        for _ in range(database_module.BARE):
            await held.enter_async_context(house.site.app.state.runtime.database.bare())
        refused = await house.ben.submit(form, {dots: 1})
    assert_says_so(refused)
    assert took(await house.ben.submit(Page(refused.text, str(refused.url)).form("#again")))


async def test_whoever_waits_for_the_ballot_box_gets_the_next_line(house: House) -> None:
    own = house.site.app.state.runtime.database

    async def asks() -> object:
        async with own.bare() as line:
            return await line.fetchval("SELECT 1")

    async with AsyncExitStack() as held:
        for _ in range(database_module.BARE):
            await held.enter_async_context(own.bare())
        waiting = [asyncio.ensure_future(asks()) for _ in range(2 * database_module.BARE)]
        await until(lambda: own._bare.locked() and len(own._bare._waiters or ()) >= len(waiting), what="all to wait")
    assert await asyncio.gather(*waiting) == [1] * len(waiting)
    waiting = [asyncio.ensure_future(asks()) for _ in range(database_module.BARE)]
    assert await asyncio.gather(*waiting) == [1] * len(waiting), "a place was lost"


async def pool_line(house: House) -> AsyncConnection:
    """One of the site's connections, taken by somebody."""
    line = house.site.app.state.runtime.database.engine.connect()
    await line.start()
    return line  # type: ignore[no-any-return]


async def test_a_database_that_is_only_read_is_read(house: House) -> None:
    idea = await house.ben.propose("Før")
    assert took(idea)
    await house.only_read(on=True)
    await house.seen("read-only")
    assert (await house.ben.get(house.ben.room)).status_code == 200
    assert_says_so(await house.ben.propose("Imens"))
    assert (await house.probe("/readyz")).status_code == 200
    told = await house.probe("/healthz/database")
    assert (told.status_code, told.text.split(":")[0]) == (503, "read-only")
    await house.only_read(on=False)
    assert took(await house.ben.propose("Efter")), "the lines to what only reads were left"


async def test_a_meeting_goes_on_when_the_database_is_back(house: House) -> None:
    """Who follows, votes and is here, and what was asked for meanwhile."""
    rie = await house.cast.rie()
    stream = await rie.stream()
    house.line.cut()
    await house.seen("absent")
    assert_says_so(await house.ben.propose("Imens"))
    late = Stream(house.ben, house.ben.room, auto=False)
    late.load(stream.page)
    async with connect(
        late.url, origin=Origin(house.site.url), additional_headers={"Cookie": house.ben.cookie}
    ) as line:
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert line.close_code == 1013, "come back a little later"
    assert_says_so(await house.ben.get("/poll", params={"page": "meeting", "id": house.ben.meeting, "at": ""}))
    house.line.heal()
    assert took(await house.ben.propose("Efter"))
    assert took(await house.ada.phase("reveal"))
    await stream.sees("Efter")
    present = "SELECT 1 FROM presence WHERE server = $1"
    server = house.site.app.state.runtime.the(Hub).server
    await until(lambda: rows(house.database.url, present, server), seconds=20, what="presence to be written")
    await stream.close()


async def test_a_ballot_is_not_lost_while_the_database_is_away(house: House) -> None:
    assert took(await house.ben.propose("Ro"))
    for phase in ("reveal", "vote"):
        assert took(await house.ada.phase(phase))
    form = (await house.ben.look()).form("#ballot")
    dots = next(name for name in form.fields if name.startswith("dots-"))
    house.line.cut()
    refused = await house.ben.submit(form, {dots: 1})
    assert_says_so(refused)
    house.line.heal()
    assert took(await house.ben.submit(Page(refused.text, str(refused.url)).form("#again")))
    kept = "SELECT 1 FROM ballot JOIN round ON round.id = round_id WHERE board_id = $1"
    assert len(await rows(house.database.url, kept, house.cast.board.id)) == 1


@pytest.mark.parametrize(
    ("tables", "ready", "well", "said"),
    [
        ("0001_boards", 503, 503, "run 'peerboard migrate'"),
        ("9999_later", 200, 200, "newer than this version"),
        (None, 503, 503, "at nothing"),
    ],
)
async def test_ready_is_who_can_work_with_the_tables(
    house: House, tables: str | None, ready: int, well: int, said: str
) -> None:
    """A server on an empty or an older database is not sent anybody; one that will soon be replaced is."""
    await house.say("ALTER TABLE alembic_version RENAME TO kept")
    if tables is not None:
        await house.say(f"CREATE TABLE alembic_version AS SELECT '{tables}' AS version_num")
        await house.say("GRANT ALL ON alembic_version TO guest")
    try:
        late = await Site.at(house.site.settings.database_url, "").start()
        assert (await house.ben.http.get(f"{late.url}/readyz")).status_code == ready
        told = await house.ben.http.get(f"{late.url}/healthz/database")
        assert told.status_code == well
        assert said in told.text
    finally:
        await house.say("DROP TABLE IF EXISTS alembic_version")
        await house.say("ALTER TABLE kept RENAME TO alembic_version")
    health = late.app.state.health
    await until(lambda: health.seen.state == "ok", seconds=20, what="the tables to be found right")
    assert (await house.ben.http.get(f"{late.url}/readyz")).status_code == 200
    await late.stop()


async def test_a_server_starts_without_a_database(house: House) -> None:
    house.line.cut()
    late = await Site.at(house.site.settings.database_url, "").start()
    assert (await house.ben.http.get(f"{late.url}/readyz")).status_code == 200
    assert (await house.ben.http.get(f"{late.url}/")).status_code == 200
    house.line.heal()
    guest = Member(late.url)
    await until(lambda: _joins(guest, house.cast.meeting.join_token), what="somebody to come in")
    await guest.close()
    await late.stop()


async def _joins(guest: Member, token: str) -> bool:
    return (await guest.get(f"/j/{token}")).status_code == 200
