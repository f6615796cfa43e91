"""What is kept is sent before anything is made of a request: the same answer as by the way through the gate, and only
to usual requests."""

import asyncio
import json
from io import StringIO

import pytest

from schemas.flow import Status
from server.core import logs
from server.core.database import Database
from server.views.public import content
from server.views.public.cache import OpenPages
from server.views.public.content import OpenBoard
from server.views.public.turn import Turn
from server.web.at_once import AtOnce
from server.web.odd_requests import HEAD_MOST
from tests.support.browser import Browser
from tests.support.queries import asked, by_sqlalchemy
from tests.support.site import Site
from tests.views.public.opened import Opened


@pytest.fixture(scope="module")
async def opened(site: Site, database: Database) -> Opened:
    made = await Opened.make(database, "straks", embedded_in="region.dk")
    await made.add("Spil i dagligstuen", "Noget at lave om aftenen.", Status.DONE)
    return made


@pytest.fixture
async def stranger(site: Site) -> Browser:
    browser = Browser(site.url)
    site.browsers.append(browser)
    return browser


@pytest.fixture(autouse=True)
async def known(site: Site, opened: Opened, stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The board's page is kept, and its version is not asked for while a test lasts."""
    assert (await stranger.get(opened.path)).status_code == 200
    pages: OpenPages = site.app.state.runtime.the(OpenPages)
    monkeypatch.setattr(pages, "_is_due", lambda *_, **__: not pages._is_recent())


async def wire(site: Site, sent: str, answers: int) -> list[bytes]:
    """The first lines of so many answers to what is sent over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(sent.format(host=f"localhost:{site.port}").encode())
    found = []
    for _ in range(answers):
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        size = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        await reader.readexactly(0 if b" 304 " in lines[0] else size)
        found.append(head.split(b"\r\n")[0])
    writer.close()
    return found


async def test_it_is_the_answer_that_the_gate_gives(site: Site, opened: Opened, stranger: Browser) -> None:
    at_once: AtOnce = site.app.state.at_once
    at_once.tell()
    paths = ["/aabent", "/sitemap.xml", opened.path, f"{opened.path}/1", f"{opened.path}/ramme", "/open/straks"]
    for path in paths:
        first = await stranger.get(path)  # draws it
        for sent in ({}, {"Cookie": "peerboard=abc"}, {"If-None-Match": first.headers["etag"]}):
            before = at_once._sent.total()
            quick = await stranger.get(path, headers=sent)
            assert at_once._sent.total() == before + 1, path
            slow = await stranger.get(f"{path}?x=1", headers=sent)
            assert at_once._sent.total() == before + 1, "what is asked besides is left to the gate"
            assert (quick.status_code, quick.content) == (slow.status_code, slow.content)
            assert dict(quick.headers) | {"date": ""} == dict(slow.headers) | {"date": ""}


@pytest.mark.parametrize(
    ("what", "request_", "status"),
    [
        ("of an older kind", "GET {path} HTTP/1.0\r\nHost: {{host}}\r\n\r\n", b"200"),
        ("a host that is not ours", "GET {path} HTTP/1.1\r\nHost: evil.test\r\n\r\n", b"400"),
        ("two hosts", "GET {path} HTTP/1.1\r\nHost: {{host}}\r\nHost: evil.test\r\n\r\n", b"200"),
        ("no host", "GET {path} HTTP/1.1\r\n\r\n", b"400"),
        ("a body", "GET {path} HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 2\r\n\r\nab", b"200"),
        ("a head as large as a body", "GET {path} HTTP/1.1\r\nHost: {{host}}\r\nX-A: {large}\r\n\r\n", b"400"),
        ("only its head", "HEAD {path} HTTP/1.1\r\nHost: {{host}}\r\nIf-None-Match: *\r\n\r\n", b"304"),
    ],
)
async def test_whatever_is_unusual_is_left_to_the_gate(
    site: Site, opened: Opened, what: str, request_: str, status: bytes
) -> None:
    before = site.app.state.at_once._sent.total()
    (line,) = await wire(site, request_.format(path=opened.path, large="a" * HEAD_MOST), 1)
    assert line.split()[1] == status, what
    assert site.app.state.at_once._sent.total() == before, what


async def test_of_many_requests_together_one_is_sent_at_once(site: Site, opened: Opened) -> None:
    """All are answered, in their order; but nobody has the loop to themselves."""
    before = site.app.state.at_once._sent.total()
    one = f"GET {opened.path} HTTP/1.1\r\nHost: {{host}}\r\n\r\n"
    known = one.replace("\r\n\r\n", "\r\nIf-None-Match: *\r\n\r\n")
    lines = await wire(site, one + known + one + known, 4)
    assert [line.split()[1] for line in lines] == [b"200", b"304", b"200", b"304"]
    assert site.app.state.at_once._sent.total() == before + 1


async def test_while_a_backup_is_put_back_nothing_is_sent(
    site: Site, opened: Opened, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.app.state.at_once._sent.total()
    monkeypatch.setattr(site.app.state.at_once, "_may", lambda: False)
    assert (await stranger.get(opened.path)).status_code == 200, "by the gate, which asks for itself"
    assert site.app.state.at_once._sent.total() == before


async def test_what_was_sent_is_logged_together(site: Site, opened: Opened, stranger: Browser) -> None:
    out, at_once = StringIO(), site.app.state.at_once
    at_once.tell()
    for _ in range(3):
        await stranger.get(opened.path)
    logs.setup("info", out)
    try:
        at_once.tell()
    finally:
        logs.setup()
    (line,) = [json.loads(line) for line in out.getvalue().splitlines()]
    told = {"method": "GET", "route": "/aabent/{slug}", "status": 200, "count": 3}
    assert {name: line[name] for name in told} == told
    assert line["event"] == "requests"
    assert at_once._telling is None


async def test_others_come_between_two_drawings() -> None:
    time, rests, told = [10.0], list[float](), list[str]()

    async def rest(seconds: float) -> None:
        rests.append(round(seconds, 3))
        time[0] += seconds
        for _ in range(5):
            await asyncio.sleep(0)

    turn = Turn(lambda: time[0], rest)

    def work(name: str) -> str:
        told.append(name)
        time[0] += 0.03
        return name

    def fails() -> str:
        time[0] += 0.01
        raise ValueError

    async def other() -> None:
        told.append("other")

    pages = [asyncio.ensure_future(turn.draw(lambda name=name: work(name))) for name in ("a", "b", "c")]  # type: ignore[misc]
    await asyncio.sleep(0)
    others = asyncio.ensure_future(other())
    assert await asyncio.gather(*pages) == ["a", "b", "c"]
    await others
    assert told[:2] == ["a", "other"], "whoever came while a was drawn does not wait for b"
    assert rests == [0.03, 0.03]
    with pytest.raises(ValueError):
        await turn.draw(fails)
    await turn.draw(lambda: work("d"))
    assert rests == [0.03, 0.03, 0.03, 0.01], "what failed took its time too"
    time[0] += 5
    await turn.draw(lambda: work("e"))
    assert len(rests) == 4, "nobody waits where nothing was drawn lately"


async def test_a_board_is_loaded_in_portions(
    site: Site, opened: Opened, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three statements for each portion of ideas, most of them past SQLAlchemy; and nothing is left out or doubled."""
    many = await Opened.make(database, "mange")
    await many.several(5, "Ro om aftenen", "Sluk lyset.", "Det gør vi.")
    loaded = list[OpenBoard]()
    for at_a_time, portions in ((50, 1), (2, 3)):
        monkeypatch.setattr(content, "AT_A_TIME", at_a_time)
        with asked(site) as statements, by_sqlalchemy(site) as slow:
            async with site.app.state.runtime.database.snapshot() as session:
                loaded.append(await content.load_open_board(session, "mange"))
        assert len(statements) == 6 + 3 * portions
        assert len(slow) == 4 + portions
    assert loaded[0].ideas == loaded[1].ideas
    assert sorted(idea.number for idea in loaded[0].ideas) == [1, 2, 3, 4, 5]
