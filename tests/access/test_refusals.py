"""Whatever refuses a form says so on a page of ours, in a sentence; and what was typed is on that page, or the page
says that it is not kept and where it still is. The same for every refusal there is, without JavaScript and with it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from limits import RateLimitItemPerHour

from schemas.format import Phase
from server.core.database import Database
from server.core.errors import Away
from server.web.bodies import BODY_MOST
from server.web.html import render
from server.web.odd_requests import HEAD_MOST
from server.web.pacing import Lines
from server.web.rate_limits import _short
from server.web.turns import SEAT
from tests.access.stage import Stage
from tests.access.world import World
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.raw import ask_raw, request_of
from tests.support.site import Site, pretend_older_tables

FORM = "application/x-www-form-urlencoded"
TYPED = {"title": "Ro om natten", "text": 'Sluk lyset.\nTak, "alle" & <hver>.', "theme": "Æ Ø Å", "key": "k" * 20}
NOT_KEPT = {"da": "Det, du sendte, er ikke gemt. Gå tilbage i din browser.", "en": "Go back in your browser."}
IDEAS, CODE, LOGIN, RETURN = "/m/{meeting}/ideas", "/code", "/login", "/return"


@dataclass
class House:
    """The site, and somebody who sits in a meeting there."""

    site: Site
    world: World
    patch: pytest.MonkeyPatch

    @property
    def app(self) -> Any:
        return self.site.app.state

    def tired(self) -> None:
        """A browser that has asked for too much."""
        self.app.budget._known[_short(self.world.cookies["ben"])].left = -1e6

    def rested(self) -> None:
        self.app.budget._known[_short(self.world.cookies["ben"])].left = SEAT

    def crowded(self) -> None:
        """An address from which too much was asked, by browsers that nobody knows."""
        self.app.budget._known.clear()
        self.patch.setattr(self.app.budget, "address", RateLimitItemPerHour(0))

    def busy(self) -> None:
        """An address whose line is too long."""
        self.patch.setattr(self.app.budget.work, "may_begin", _no)

    def away(self) -> None:
        """No database."""
        self.patch.setattr(self.app.runtime.database, "_session", _away)

    def broken(self) -> None:
        """A fault of ours."""
        self.patch.setattr(self.app.runtime, "database", None)

    def older(self) -> None:
        """Tables that are older than the code."""
        pretend_older_tables(self.site, self.patch)
        self.broken()

    def guessed(self) -> None:
        """Codes and mails of which too many were asked for."""
        self.patch.setattr(self.app.wrong_codes, "_ask", _no)
        self.app.wrong_codes.lines = Lines(1e-9, 0)


async def _no(*_: object) -> bool:
    return False


def _away(*_: object) -> None:
    raise Away


@dataclass(frozen=True)
class Refusal:
    """What goes wrong, for whom, and the answer. `again`: the form is on the page, to be sent as it was; `typed`: it
    stands in its own fields; else the page says that it is not kept."""

    status: int
    goes_wrong: Callable[[House], None] = lambda _: None
    path: str = IDEAS
    fields: dict[str, str] = field(default_factory=lambda: TYPED)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    again: bool = False
    typed: bool = False
    who: str = "ben"


REFUSALS = {
    "too many of a browser": Refusal(429, House.tired, again=True),
    "too many of an address": Refusal(429, House.crowded, again=True),
    "too long a line": Refusal(429, House.busy, again=True),
    "too many codes": Refusal(429, House.guessed, CODE, {"code": "ABCD-2345"}, typed=True, who="nobody"),
    "too many return codes": Refusal(429, House.guessed, RETURN, {"code": "ABCDE-23456"}, typed=True, who="nobody"),
    "too many mails": Refusal(429, House.guessed, LOGIN, {"mail": "ada@home.test"}, typed=True, who="nobody"),
    "the database is away": Refusal(503, House.away, again=True),
    "the tables are older": Refusal(503, House.older, again=True),
    "a fault of ours": Refusal(500, House.broken, again=True),
    "too large": Refusal(413, body=b"title=" + b"x" * BODY_MOST),
    "from elsewhere": Refusal(403, headers={"Sec-Fetch-Site": "cross-site"}),
    "from elsewhere, says Origin": Refusal(403, headers={"Sec-Fetch-Site": "", "Origin": "https://evil.example"}),
    "for another host": Refusal(400, headers={"Host": "evil.example"}),
    "for what is no host": Refusal(400, headers={"Host": "["}),
    "an odd address": Refusal(400, path=f"{IDEAS}?a=%00"),
    "too large a head": Refusal(400, headers={"X-Long": "x" * HEAD_MOST}),
    "another charset": Refusal(415, headers={"Content-Type": f"{FORM}; charset=utf-7"}),
    "letters that are not UTF-8": Refusal(415, body=b"title=%E5"),
    "another kind": Refusal(415, headers={"Content-Type": "application/json"}),
    "in parts": Refusal(422, headers={"Content-Type": "multipart/form-data; boundary=x"}),
    "too many fields": Refusal(422, body=b"&".join(b"f%d=1" % number for number in range(5000))),
    "no such page": Refusal(404, path="/m/nothing/ideas"),
    "no such form": Refusal(404, path="/privatliv"),
}


@pytest.fixture
async def house(site: Site, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    world = await stage.world(Phase.PROPOSE)
    assert (await world.get("ben", f"/m/{world.values['meeting']}")).status_code == 200  # a browser that is known
    with _lines_as_they_were(site):
        yield House(site, world, monkeypatch)


@contextmanager
def _lines_as_they_were(site: Site) -> Iterator[None]:
    codes, budget = site.app.state.wrong_codes, site.app.state.budget
    lines, known = codes.lines, dict(budget._known)
    yield
    codes.lines = lines
    budget._known.update(known)


async def ask(house: House, refusal: Refusal, **more: str) -> httpx2.Response:
    """Send a case's form as its browser does."""
    headers = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin", **house.world.sent(refusal.who, more)}
    headers = {name: value for name, value in (headers | refusal.headers).items() if value}
    body = refusal.body if refusal.body is not None else urlencode(refusal.fields).encode()
    path = refusal.path.format(**house.world.values)
    return await house.world.wire.http.post(path, content=body, headers=headers)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refused_form_has_a_page(name: str, language: str, house: House, database: Database) -> None:
    refusal = REFUSALS[name]
    await rows(database.url, "UPDATE browser_session SET language = $1", language)  # for whoever is looked up first
    refusal.goes_wrong(house)
    answer = await ask(house, refusal, **{"Accept-Language": language})
    assert answer.status_code == refusal.status, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert ("retry-after" in answer.headers) == (refusal.again or refusal.typed)
    assert int(answer.headers.get("retry-after", 1)) > 0
    page = Page(answer.text)
    assert page.select("//h1")
    assert page.select(f"//html[@lang='{language}']")
    assert (NOT_KEPT[language] in page.text) == (not refusal.again and not refusal.typed), page.text
    if refusal.again:
        form = page.form("#again")
        assert dict(form.fields) == TYPED
        assert form.action == refusal.path.format(**house.world.values)
    elif refusal.typed:
        (typed,) = refusal.fields.values()
        assert page.select(f"//input[@value='{typed}']"), "what was typed is gone"
    elif refusal.status == 403:
        assert TYPED["title"] not in answer.text, "another site's words on a page of ours"


@pytest.mark.parametrize("name", [name for name in REFUSALS if REFUSALS[name].path == IDEAS])
async def test_htmx_gets_the_sentence_beside_the_form(name: str, house: House) -> None:
    refusal = REFUSALS[name]
    refusal.goes_wrong(house)
    answer = await ask(house, refusal, **{"HX-Request": "true"})
    assert answer.status_code == refusal.status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<hx-partial hx-target='#notice'" in answer.text or refusal.status == 400, "no browser sends that"
    assert ("retry-after" in answer.headers) == refusal.again


async def test_a_form_that_was_refused_is_taken_when_it_is_sent_again(house: House, database: Database) -> None:
    house.tired()
    refused = await ask(house, REFUSALS["too many of a browser"])
    form = Page(refused.text, str(refused.url)).form("#again")
    house.rested()
    taken = await house.world.post("ben", form.action, dict(form.fields))
    assert taken.status_code == 303, taken.text[:300]
    kept = await rows(database.url, "SELECT text FROM idea WHERE title = $1", TYPED["title"])
    assert [row["text"] for row in kept] == [TYPED["text"]]


async def test_a_form_without_a_length_is_refused_with_its_words_too(house: House) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for letter in urlencode(TYPED).encode():
            yield bytes([letter])

    house.tired()
    headers = house.world.sent("ben", {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"})
    path = IDEAS.format(**house.world.values)
    answer = await house.world.wire.http.post(path, content=in_pieces(), headers=headers)
    assert answer.status_code == 429
    assert dict(Page(answer.text).form("#again").fields) == TYPED


async def test_a_form_that_becomes_too_large_on_its_way_is_said(house: House) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(BODY_MOST // 1000 + 5):
            yield b"x" * 1000

    for goes_wrong in (lambda _: None, House.tired):
        goes_wrong(house)
        headers = house.world.sent("ben", {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"})
        path = IDEAS.format(**house.world.values)
        answer = await house.world.wire.http.post(path, content=in_pieces(), headers=headers)
        assert answer.status_code in {413, 429}
        assert NOT_KEPT["da"] in Page(answer.text).text


async def test_a_page_that_was_refused_can_be_asked_for_again(house: House) -> None:
    house.tired()
    room = f"/m/{house.world.values['meeting']}"
    answer = await house.world.get("ben", room)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert Page(answer.text).select(f"//main//a[@href='{room}']")
    assert NOT_KEPT["da"] not in answer.text, "nothing was sent"


async def test_a_poll_that_was_refused_is_told_when_to_come_again(house: House) -> None:
    """No person reads it, so it is not drawn."""
    house.tired()
    answer = await house.world.get("ben", f"/poll?page=meeting&id={house.world.values['meeting']}&at=")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_an_address_that_would_lead_elsewhere_stays_here(house: House) -> None:
    """A browser reads //evil.example as another site."""
    house.tired()
    said = house.world.sent("ben", {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"})
    host = {"Host": house.site.url.removeprefix("http://")}
    _, came = await ask_raw(house.site.url, request_of("POST", "//evil.example/x", said | host, b"title=a"))
    assert Page(came.partition(b"\r\n\r\n")[2].decode()).form("#again").action == "/evil.example/x"


async def test_a_flood_is_answered_with_what_is_drawn_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past what one address may have drawn, the page is short, and the words are where they were typed."""
    monkeypatch.setattr(house.app.budget, "_refusals", RateLimitItemPerHour(2))
    address = {"X-Forwarded-For": "10.77.0.1"}
    drawn = list[str]()

    def counted(language: str, template: str, **told: object) -> str:
        drawn.append(template)
        return render(language, template, **told)

    monkeypatch.setattr("server.web.error_pages.render", counted)
    house.tired()
    answers = [await ask(house, REFUSALS["too many of a browser"], **address) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {429}
    assert ['id="again"' in answer.text for answer in answers] == [True] * 2 + [False] * 4
    for answer in answers[2:]:
        assert NOT_KEPT["da"] in Page(answer.text).text
        assert answer.headers["retry-after"] == "2"
    assert len(drawn) <= 1
    elsewhere = await ask(house, REFUSALS["too many of a browser"], **{"X-Forwarded-For": "10.77.0.2"})
    assert 'id="again"' in elsewhere.text
