"""Bodies and heads that no page of ours sends: refused with a sentence, before they cost anything, and never a 500."""

import io
import json
from collections.abc import Iterator
from http.cookies import _unquote
from types import MappingProxyType

import pytest

from schemas.format import Phase
from server.core.database import Database
from server.ops.embedded import Valkey
from server.web.bodies import BODY_MOST
from server.web.odd_requests import HEAD_MOST
from tests.access.row import Row, own_fields
from tests.access.stage import Stage
from tests.access.table import TABLE
from tests.access.test_routes import CASES
from tests.access.world import World
from tests.support.logs import logged
from tests.support.raw import ask_raw, line_to, request_of
from tests.support.site import Site
from tests.support.waiting import until

IN_PARTS = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nhej\r\n--x--\r\n'
BODIES = MappingProxyType(
    {
        "in parts": ("multipart/form-data; boundary=x", IN_PARTS),
        "in parts, punycode": ("multipart/form-data; boundary=x; charset=punycode", IN_PARTS),
        "utf-7": ("application/x-www-form-urlencoded; charset=utf-7", b"title=%2B2AA-"),
        "no such charset": ("application/x-www-form-urlencoded; charset=undefined", b"title=a"),
        "not utf-8": ("application/x-www-form-urlencoded", b"title=%E5"),
        "half a surrogate": ("application/x-www-form-urlencoded", b"title=%ED%A0%80"),
        "raw bytes": ("application/x-www-form-urlencoded", b"title=\xff\xfe"),
        "json": ("application/json", b'{"title": "a"}'),
        "plain": ("text/plain", b"title=a"),
        "no kind": ("", b"title=a"),
        "a kind without end": ('application/x-www-form-urlencoded; a="' + ";" * 9000, b"title=a"),
        "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(5000))),
    }
)
EVERYWHERE = ("in parts, punycode", "half a surrogate", "json")
"""Sent to every route; the others to one of them, as all read their forms in one place."""
READS_NOTHING = {
    *("POST /m/{meeting}/return-code", "POST /m/{meeting}/leave", "POST /seats/{seat}/removal"),
    *("POST /seats/{seat}/code-end", "POST /logout", "POST /login/{token}", "POST /m/{meeting}/end"),
    *("POST /ideas/{idea}/admission", "POST /m/{meeting}/invitations/end"),
    *("POST /rounds/{round}/slips/{slip}/removal", "POST /m/{meeting}/return-code/seen", "POST /m/{meeting}/begin"),
    *("POST /m/{meeting}/opening", "POST /b/{board}/opening", "POST /account/sign-out"),
    *("POST /people/{person}/sign-out", "POST /members/{member}/slip", "POST /members/{member}/removal"),
    *("POST /i/{token}/no", "POST /consultations/{consultation}/withdrawal"),
    *("POST /b/{board}/open/up", "POST /b/{board}/open/down", "POST /ideas/{idea}/open/removal"),
    "POST /m/{meeting}/minutes/open/removal",
    *("POST /b/{board}/mine/belongings/closing", "POST /follow/{token}/belongings"),
    *("POST /enquiries/{enquiry}/slip", "POST /enquiries/{enquiry}/telling", "POST /enquiries/{enquiry}/erasing"),
    "POST /h/{token}/idea",
}
POSTS = [(route, number) for route, number in CASES if route.startswith("POST") and TABLE[route][number].good]


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What the server logs meanwhile."""
    with logged() as written:
        yield written


def lines(told: io.StringIO) -> list[dict[str, object]]:
    """The lines of a log."""
    return [json.loads(line) for line in told.getvalue().splitlines()]


def address_of(world: World, route: str, row: Row) -> str:
    """Where a row is asked."""
    return route.split(" ")[1].format(**(world.values | {name: world.values[value] for name, value in row.ids.items()}))


@pytest.mark.parametrize(("route", "number"), POSTS, ids=[f"{route} {number}" for route, number in POSTS])
async def test_a_body_that_is_no_form_of_ours_is_refused_and_changes_nothing(
    route: str, number: int, stage: Stage
) -> None:
    row = TABLE[route][number]
    world = await stage.world(row.phase, row.status)
    who = next(iter(row.good))
    for name in BODIES if route == "POST /code" else EVERYWHERE:
        kind, body = BODIES[name]
        stage.site.app.state.budget._known.clear()
        headers = world.sent(who, {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})
        answer = await world.wire.http.post(address_of(world, route, row), content=body, headers=headers)
        if route in READS_NOTHING:
            assert answer.status_code < 500, f"{name}: {answer.status_code}"
        else:
            assert answer.status_code in {415, 422}, f"{name}: {answer.status_code}"
    if route not in READS_NOTHING:
        assert not await stage.changed()


@pytest.mark.parametrize(
    ("framing", "body"),
    [
        ({"Transfer-Encoding": "x"}, b""),
        ({"Transfer-Encoding": "gzip"}, b"0\r\n\r\n"),
        ({"Transfer-Encoding": "chunked, x"}, b"0\r\n\r\n"),
        ({"Transfer-Encoding": "chunked", "Content-Length": "5"}, b"0\r\n\r\n"),
        ({"Transfer-Encoding": "chunked"}, b"no number\r\n"),
        ({"Transfer-Encoding": "chunked"}, b"2\r\na=1\r\n0\r\n\r\n"),
        ({"Transfer-Encoding": "chunked"}, b"3\r\na=1\r\nno number\r\n"),
        ({"Content-Length": "-1"}, b"a=1"),
        ({"Content-Length": "9" * 30}, b"a=1"),
    ],
    ids=str,
)
async def test_what_turns_out_to_be_no_request_does_nothing(
    framing: dict[str, str | bytes], body: bytes, stage: Stage
) -> None:
    """Not even where no field of it is needed: the link can still be used."""
    world = await stage.world(Phase.REVEAL)
    path = f"/login/{world.values['link']}"
    own: dict[str, str | bytes] = {"Host": world.wire.origin.removeprefix("http://"), "Origin": world.wire.origin}
    form: dict[str, str | bytes] = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _ = await ask_raw(stage.site.url, request_of("POST", path, own | form | framing, body))
    assert status in {400, 413}
    assert not await stage.changed()
    assert (await world.wire.post(path)).status_code == 303


async def test_a_mail_program_says_no_in_either_way(stage: Stage) -> None:
    """RFC 8058 lets it send the form as it likes."""
    part = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    for kind, body in (
        ("multipart/form-data; boundary=x", part),
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
    ):
        world = await stage.world(Phase.REVEAL)
        address = f"/follow/{world.values['follow']}"
        answer = await world.wire.http.post(address, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200
        assert "follow" in await stage.changed()


@pytest.mark.parametrize(
    "head",
    [
        {"Host": "["},
        {"Host": "x]y"},
        {"Host": "127.0.0.1:99999"},
        {"Host": "a@127.0.0.1"},
        {"Host": "127.0.0.1/m"},
        {"Host": b"\xff"},
        {"Origin": "http://["},
        {"Origin": "http://a]b"},
        {"Origin": b"\xff\xfe"},
        {"Content-Type": b"\xff"},
        {"Cookie": 'peerboard="\\777\\'},
        {"Cookie": b"peerboard=\xff\xfe; =; ;;"},
        {"Accept-Language": b"\xff" * 500},
        {"Accept-Language": "en;q=" + "9" * 2000},
        {"Content-Length": "²".encode()},
        {"HX-Request": "true", "Host": "["},
        {"X-Forwarded-For": "["},
    ],
    ids=str,
)
async def test_an_odd_head_is_never_our_fault(head: dict[str, str | bytes], site: Site, told: io.StringIO) -> None:
    own: dict[str, str | bytes] = {"Host": site.settings.public_url.removeprefix("http://"), "Origin": site.url}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    socket: dict[str, str | bytes] = {"Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    socket |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Connection": "Upgrade"}
    for said in (
        *(request_of("GET", path, own | head) for path in ("/", "/healthz", "/readyz", "/static/x", "/m/x", "/poll")),
        *(request_of("POST", path, own | form | head, b"code=a") for path in ("/code", "/healthz", "/m/x/ideas")),
        request_of("GET", "/live?page=meeting&id=x", own | socket | head),
    ):
        status, _ = await ask_raw(site.url, said)
        assert status < 500, said
    assert not [line for line in lines(told) if line["level"] == "error"]


@pytest.mark.parametrize(
    "path",
    [
        *("/%", "/%ff", "/m/%ED%A0%80", "//[", "//[/x", "/?lang=%ff", "/?lang=[", "/static//[", "/a;b?c=d;e"),
        *(
            "/\udcff",
            "*",
            "/b/x/progress?q=%ED%A0%80",
            "/poll?page=%ff&id=[",
            "http://[/",
            "/m/" + "%F0" * 900,
            "/?" + "&" * 3000,
        ),
    ],
)
async def test_an_odd_address_is_never_our_fault(path: str, site: Site, told: io.StringIO) -> None:
    host = {"Host": site.settings.public_url.removeprefix("http://"), "Sec-Fetch-Site": "same-origin"}
    for method in ("GET", "POST", "HEAD", "OPTIONS", "TRACE", "PUT"):
        status, _ = await ask_raw(site.url, request_of(method, path, host))
        assert status < 500, (method, path)
    assert not [line for line in lines(told) if line["level"] == "error"]


async def test_a_head_has_a_size(site: Site) -> None:
    host = {"Host": site.settings.public_url.removeprefix("http://")}
    for head in ({"Cookie": "a" * HEAD_MOST}, {f"X-{number}": "a" * 90 for number in range(300)}):
        assert (await ask_raw(site.url, request_of("GET", "/", host | head)))[0] == 400
    assert (await ask_raw(site.url, request_of("GET", "/?" + "a" * HEAD_MOST, host)))[0] == 400
    assert (await ask_raw(site.url, request_of("GET", "/", host | {"Cookie": "a" * 8000})))[0] == 200


async def test_backslashes_in_cookies_cost_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them costs the square of their number in Pythons that people have."""
    seen: list[str] = []

    def counted(value: str) -> str:
        seen.append(value)
        return str(_unquote(value))

    monkeypatch.setattr("http.cookies._unquote", counted)
    world = await stage.world(Phase.REVEAL)
    cookie = 'other="' + "\\" * 8000 + f'"; peerboard={world.cookies["ben"]}'
    answer = await world.wire.http.get(f"/m/{world.values['meeting']}", headers={"Cookie": cookie})
    assert answer.status_code == 200, "the cookie beside it is still read"
    assert seen
    assert not [value for value in seen if "\\" in value]


@pytest.mark.parametrize("route", ["POST /m/{meeting}/ideas", "POST /login/{token}"])
async def test_who_leaves_while_their_form_comes_is_no_error(route: str, stage: Stage, told: io.StringIO) -> None:
    """A form that is read, and one of which nothing is. The gate awaits both before it looks for their routes."""
    row = next(row for row in TABLE[route] if row.good)
    world = await stage.world(row.phase, row.status)
    who = next(iter(row.good))
    headers: dict[str, str | bytes] = dict(world.sent(who, {"Content-Type": "application/x-www-form-urlencoded"}))
    headers |= {"Host": stage.site.url.removeprefix("http://"), "Sec-Fetch-Site": "same-origin", "Content-Length": "50"}
    told.truncate(0)
    async with line_to(stage.site.url) as (_, writer):
        writer.write(request_of("POST", address_of(world, route, row), headers, b"title=hal"))
        await writer.drain()
    await until(lambda: any(line["event"] == "request" for line in lines(told)), what="the end of the request")
    assert [(line["level"], line["status"]) for line in lines(told) if line["event"] == "request"] == [("info", 499)]
    assert {line["level"] for line in lines(told)} == {"info"}
    assert not await stage.changed(), "half a form was taken"


@pytest.mark.parametrize(("language", "words"), [("da", "for langt"), ("en", "too long")])
async def test_a_text_that_is_much_too_long_is_told_so(language: str, words: str, stage: Stage) -> None:
    """Before any route is asked: beside the form for htmx, and on a page otherwise."""
    world = await stage.world(Phase.PROPOSE)
    fields = own_fields(world, Row({})) | {"title": "Ny", "text": "a" * 70_000, "key": "k"}
    assert len(fields["text"]) > BODY_MOST
    for asked in ({}, {"HX_Request": "true"}):
        answer = await world.post(
            "ben", f"/m/{world.values['meeting']}/ideas", fields, Accept_Language=language, **asked
        )
        assert answer.status_code == 413
        assert words in answer.text
        assert ("<hx-partial" in answer.text) == bool(asked), "forms.js shows what the server says"
        assert ("<h1" in answer.text) == (not asked)
    assert not await stage.changed()


async def test_what_is_too_large_is_refused_when_it_has_arrived(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is still sending when it is answered may cut the answer off. Who asks first sends nothing."""
    world, half = await stage.world(Phase.REVEAL), b"x" * 2 * BODY_MOST
    monkeypatch.setattr("server.web.bodies.SILENCE", 3600)
    own: dict[str, str | bytes] = {"Host": world.wire.origin.removeprefix("http://"), "Origin": world.wire.origin}
    length = {"Content-Length": str(2 * len(half))}
    async with line_to(stage.site.url) as (reader, writer):
        writer.write(request_of("POST", "/code", own | length, half))
        await writer.drain()
        for _ in range(3):
            assert (await world.wire.http.get("/was")).status_code == 200
        assert not reader._buffer  # type: ignore[attr-defined]
        writer.write(half)
        assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    async with line_to(stage.site.url) as (reader, writer):
        writer.write(request_of("POST", "/code", own | length | {"Expect": "100-continue"}))
        assert (await reader.readline()).startswith(b"HTTP/1.1 413")


async def test_metrics_are_for_who_has_the_token(database: Database, valkey: Valkey) -> None:
    site = await Site.at(database.url, valkey.url, metrics_token="t" * 32).start()
    told: dict[str | bytes, int] = {"Bearer " + "t" * 32: 200, "Bearer " + "t" * 31: 404, "": 404, b"Bearer \xff": 404}
    try:
        for token, expected in told.items():
            status, _ = await ask_raw(site.url, request_of("GET", "/metrics", {"Host": "x", "Authorization": token}))
            assert status == expected, token
    finally:
        await site.stop()
