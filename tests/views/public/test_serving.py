"""The open pages over the wire: the same bytes for everybody, kept, and gone within a second of being taken off."""

import gzip
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from icalendar import Calendar

from schemas.flow import Status
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.ops.embedded import Valkey
from server.views.public.cache import OpenPages
from server.web.rate_limits import OPEN
from tests.support.browser import Browser
from tests.support.clock import Clock
from tests.support.queries import asked
from tests.support.site import Site
from tests.support.waiting import until
from tests.views.public.opened import Opened

COOKIES = (
    "",
    "peerboard=abc",
    "peerboard=../../x; return_code=1",
    "__Host-peerboard=zz; theme=dark; lang=en",
    '"; \\"',
)


@pytest.fixture(scope="module")
async def opened(site: Site, database: Database) -> Opened:
    """A board with three ideas, and one whose page was taken down."""
    made = await Opened.make(database, "afdeling-a", embedded_in="region.dk www.region.dk")
    await made.add("Spil i dagligstuen", "Noget at lave om aftenen.", Status.DONE)
    await made.add("Flere senge", "Der er ventetid.", Status.DECLINED, said="Loftet kan ikke bære flere senge end nu.")
    await made.add("Et nummer at ringe til", "Til når man er hjemme.", Status.REVIEW, retold=True)
    assert await made.minutes() == 1
    gone = await Opened.make(database, "taget-ned", opened_at=None)
    assert gone.slug
    return made


@pytest.fixture
async def stranger(site: Site) -> Browser:
    browser = Browser(site.url)
    site.browsers.append(browser)
    return browser


def leaves(opened: Opened) -> list[str]:
    """Every kind of address that there is on the board."""
    return [
        "/aabent",
        "/sitemap.xml",
        opened.path,
        *(f"{opened.path}/{each}" for each in ("1", "2", "3", "1/historie", "plakat", "plakat?str=a3", "ramme")),
        *(f"{opened.path}/{each}" for each in ("nyt.atom", "ideer.csv", "moeder.ics", "trin/gjort")),
        *(f"{opened.path}/{each}" for each in ("referat", "referat/1")),
        *(f"/open/{opened.slug}/{each}" for each in ("1", "1/story", "poster", "poster?size=a3", "frame")),
        *(f"/open/{opened.slug}/{each}" for each in ("news.atom", "ideas.csv", "meetings.ics", "step/done")),
        *(f"/open/{opened.slug}/{each}" for each in ("minutes", "minutes/1")),
    ]


async def test_the_bytes_are_the_same_for_everybody(site: Site, opened: Opened, stranger: Browser) -> None:
    """With every kind of cookie and language, with whatever is asked besides, for HEAD, 304 and compressed."""
    for path in leaves(opened):
        first = await stranger.get(path)
        assert first.status_code == 200, f"{path} {first.text[:300]}"
        assert first.headers["cache-control"] == "public, max-age=60"
        assert first.headers["vary"] == "Accept-Encoding"
        assert "set-cookie" not in first.headers
        assert "no-store" not in first.headers["cache-control"]
        for cookie in COOKIES:
            sent = {"Cookie": cookie, "Accept-Language": "en", "Sec-Fetch-Site": "cross-site"}
            more = "&" if "?" in path else "?"
            again = await stranger.get(f"{path}{more}lang=en&theme=dark&x={len(cookie)}", headers=sent)
            assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"]), (path, cookie)
            assert "set-cookie" not in again.headers
        known = await stranger.get(path, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
        assert (known.status_code, known.content) == (304, b"")
        head = await stranger.http.head(path)
        assert head.content == b""
        assert head.headers["etag"] == first.headers["etag"]
        plain = await stranger.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"})
        assert plain.content == first.content
        if "content-encoding" in first.headers:
            assert plain.headers["etag"] != first.headers["etag"]
        assert len(first.content) <= 60_000
    assert len(site.app.state.runtime.the(OpenPages)._pages) == len(leaves(opened)), (
        "whatever else is asked is not kept"
    )


async def test_who_may_frame_and_find_them(opened: Opened, stranger: Browser) -> None:
    for path in leaves(opened):
        policy = (await stranger.get(path)).headers["content-security-policy"]
        framed = "frame-ancestors https://region.dk https://www.region.dk" in policy
        assert framed is path.endswith(("ramme", "frame")), path
        assert framed or "frame-ancestors 'none'" in policy
        assert "script-src" not in policy or path == "/sitemap.xml"
    assert (await stranger.get(opened.path)).headers["x-robots-tag"] == "all"
    for path in ("/", f"{opened.path}/nyt.atom", f"{opened.path}/ramme", "/aabent/nowhere", "/login"):
        assert "noindex" in (await stranger.get(path)).headers["x-robots-tag"], path
    robots = (await stranger.get("/robots.txt")).text
    assert "Disallow: /\n" in robots
    assert "Allow: /aabent\n" in robots
    assert f"/aabent/{opened.slug}" in (await stranger.get("/sitemap.xml")).text


async def test_what_is_not_open(opened: Opened, stranger: Browser) -> None:
    found = {
        "/aabent/nowhere": 404,
        "/aabent/nowhere/1": 404,
        "/aabent/taget-ned": 410,
        "/aabent/taget-ned/1": 410,
        "/open/taget-ned/poster": 410,
        f"{opened.path}/99": 404,
        f"{opened.path}/referat/2": 404,
        f"{opened.path}/referat/0": 404,
        f"{opened.path}/0001": 404,
        f"{opened.path}/1/side/1": 404,
        f"{opened.path}/1/side/2": 404,
        f"{opened.path}/2/historie": 404,  # it was not carried out
        f"{opened.path}/trin/nowhere": 404,
        f"{opened.path}/trin/done": 404,  # in Danish it is "gjort"
        f"{opened.path}/": 307,
        f"{opened.path}/{10**40}": 404,
    }
    for path, status in found.items():
        answer = await stranger.get(path)
        assert answer.status_code in {status, 404 if status == 307 else status}, path
        if status != 307:
            assert "no-store" in answer.headers["cache-control"]
            assert "<script" not in answer.text, path
    assert "Siden er taget ned" in (await stranger.get("/aabent/taget-ned")).text
    assert "was taken down" in (await stranger.get("/open/taget-ned")).text
    assert (await stranger.post(opened.path)).status_code == 404


async def test_the_list_is_searched_and_filtered(site: Site, opened: Opened, stranger: Browser) -> None:
    whole = await stranger.page("/aabent")
    assert [each.get("href") for each in whole.select("//main//li//a")] == [opened.path]
    form = whole.select("//form")[0]
    region = whole.select("//select[@name='region']/option[2]")[0].get("value")
    kept = len(site.app.state.runtime.the(OpenPages)._pages)
    for fields, found in (
        ({"q": "AFDELING nord"}, True),
        ({"q": "kommunen"}, False),
        ({"region": region}, True),
        ({"region": "x"}, False),
        ({"kind": "department"}, True),
        ({"kind": "practice"}, False),
        ({"side": "2"}, None),
        ({"side": "²"}, True),
    ):
        answer = await stranger.get("/aabent", params=fields)
        assert answer.status_code == (404 if found is None else 200), fields
        assert found is None or (f'href="{opened.path}"' in answer.text) is found, fields
    assert (await stranger.submit(form, {"q": "<b>"})).text.count("&lt;b&gt;") == 1
    assert len(site.app.state.runtime.the(OpenPages)._pages) == kept, "no search is kept"


async def test_the_feeds_are_what_they_say(opened: Opened, stranger: Browser) -> None:
    feed = ET.fromstring((await stranger.get(f"{opened.path}/nyt.atom")).content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [each.tag for each in feed][:4] == [atom + name for name in ("id", "title", "subtitle", "updated")]
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 3
    ids = [each.findtext(f"{atom}id") for each in (feed, *entries)]
    assert len(set(ids)) == 4
    for each in entries:
        assert {part.tag.removeprefix(atom) for part in each} >= {"id", "title", "updated", "link", "summary"}
    made = Calendar.from_ical((await stranger.get(f"{opened.path}/moeder.ics")).content)
    assert str(made["METHOD"]) == "PUBLISH"
    sheet = (await stranger.get(f"{opened.path}/ideer.csv")).text
    assert sheet.count("\r\n") == 4
    assert "Det gør vi.;Leo Bach, Afdelingschef, Afdeling A" in sheet
    assert "Skjult Navn" not in sheet


async def test_what_is_kept_costs_no_query_and_nothing_of_the_window(
    site: Site, opened: Opened, stranger: Browser
) -> None:
    await stranger.get(opened.path)
    with asked(site) as statements:
        for _ in range(OPEN.amount + 50):
            assert (await stranger.get(opened.path)).status_code == 200
    assert {each.split("FROM")[-1].strip() for each in statements} <= {"publication"}, statements


async def test_the_window_of_the_open_pages_is_their_own(
    site: Site, opened: Opened, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has pages drawn again and again is refused, and can still join a meeting."""
    budget = site.app.state.budget
    monkeypatch.setattr(budget, "_open", type(OPEN)(3, 3600))  # one window for as long as the test takes
    statuses = [(await stranger.get("/aabent", params={"q": str(each)})).status_code for each in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    answer = await stranger.get("/open", params={"q": "x"})
    assert answer.headers["retry-after"]
    assert "<script" not in answer.text
    assert (await stranger.get(opened.path)).status_code == 200, "what is kept is not counted"
    assert (await stranger.get(f"/j/{opened.meeting.join_token}")).status_code == 200


async def test_what_is_kept_waits_for_nobody(
    site: Site, opened: Opened, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that has used up its share of the work is still sent what is kept, and nothing is drawn for it."""

    async def full(_: str) -> bool:
        return False

    path = f"{opened.path}/1"
    first = await stranger.get(path)
    monkeypatch.setattr(site.app.state.budget.work, "may_begin", full)
    assert (await stranger.get(path)).content == first.content
    assert (await stranger.get("/aabent", params={"q": "x"})).status_code == 429
    assert (await stranger.get(f"/j/{opened.meeting.join_token}")).status_code == 429


async def test_what_is_taken_off_is_gone_on_every_server_without_redis(
    site: Site, opened: Opened, database: Database, stranger: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nobody = f"unix://{tmp_path_factory.mktemp('dead')}/nobody.sock"
    other = await Site.at(database.url, nobody).start()
    try:
        async with Browser(other.url) as elsewhere:
            number = await opened.add("Et ord, der tages tilbage", "Fortryd.", Status.REVIEW)
            at = f"{opened.path}/{number}"
            for browser in (stranger, elsewhere):

                async def is_there(browser: Browser = browser) -> bool:
                    return (await browser.get(at)).status_code == 200

                await until(is_there)
                assert "tages tilbage" in (await browser.get(opened.path)).text
            await opened.hide(number)
            for browser in (stranger, elsewhere):

                async def is_gone(browser: Browser = browser) -> bool:
                    return (await browser.get(at)).status_code == 410

                await until(is_gone)
                for path in (opened.path, "/aabent", f"{opened.path}/nyt.atom", f"{opened.path}/ideer.csv"):
                    assert "tages tilbage" not in (await browser.get(path)).text, path
                kept = (site if browser is stranger else other).app.state.runtime.the(OpenPages)._pages
                assert not any(b"tages tilbage" in page.kept.plain.body for page in kept.values())
    finally:
        await other.stop()


async def test_the_doorbell_of_another_server_is_heard(
    site: Site, opened: Opened, stranger: Browser, valkey: Valkey
) -> None:
    runtime, bell = site.app.state.runtime, Doorbell(valkey.url)
    await stranger.get(opened.path)
    await until(lambda: runtime.doorbell.listening)
    try:
        await bell.ring(opened.board.id, 0)
        await until(lambda: runtime.the(OpenPages)._rung)
    finally:
        await bell.close()


async def test_without_the_database_a_minute_is_all(
    database: Database, opened: Opened, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = await Site.at(database.url, "").start()
    try:
        async with Browser(site.url) as stranger:
            first = await stranger.get(opened.path)
            pages: OpenPages = site.app.state.runtime.the(OpenPages)
            monkeypatch.setattr(pages, "answers", lambda: False)
            assert (await stranger.get(opened.path)).content == first.content
            clock.ahead(timedelta(seconds=55))
            assert (await stranger.get(opened.path)).content == first.content
            clock.ahead(timedelta(seconds=10))
            away = await stranger.get(opened.path)
            assert away.status_code == 503
            assert away.headers["retry-after"]
            assert "Vent et øjeblik" in away.text
            assert "<script" not in away.text
            monkeypatch.setattr(pages, "answers", lambda: True)
            assert (await stranger.get(opened.path)).status_code == 200
    finally:
        await site.stop()


def test_gzip_is_the_same_text(opened: Opened, site: Site) -> None:
    pages = site.app.state.runtime.the(OpenPages)._pages
    packed = [page.kept for page in pages.values() if page.kept.packed]
    assert packed
    assert all(gzip.decompress(kept.packed.body) == kept.plain.body for kept in packed)
