"""S3: the cookie: opaque, hashed, Secure on https, and new whenever what it may do changes."""

import re
from datetime import timedelta
from http.cookies import SimpleCookie

import httpx2
import pytest

from schemas.codes import keyed_hash
from schemas.format import Phase
from server.core.database import Database
from server.ops.embedded import Valkey
from tests.access.world import World, wire_to
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.site import SECRET, Site


def cookie_of(answer: httpx2.Response, name: str = "peerboard") -> tuple[str, dict[str, str | bool]]:
    """The value that an answer sets, and its attributes in lower case."""
    for line in answer.headers.get_list("set-cookie"):
        if line.startswith(f"{name}="):
            morsel = SimpleCookie(line)[name]
            return morsel.value, {key: value for key, value in morsel.items() if value}
    raise AssertionError(f"no cookie {name} in {answer.headers.get_list('set-cookie')}")


async def test_on_http(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    joined = await world.post("nobody", f"/j/{world.values['join']}", {"role": "patient"})
    token, has = cookie_of(joined)
    assert re.fullmatch(r"[\w-]{32,}", token)
    assert has["httponly"]
    assert has["samesite"] == "lax"
    assert has["path"] == "/"
    assert "domain" not in has
    assert "secure" not in has
    code, shown = cookie_of(joined, "return_code")
    assert code
    assert shown["httponly"]
    assert shown["path"] == f"/m/{world.values['meeting']}"
    assert "strict-transport-security" not in joined.headers


async def test_on_https_it_is_bound_to_the_host(database: Database, valkey: Valkey) -> None:
    site = await Site.at(database.url, valkey.url, public_url="https://peerboard.test").start()
    ours = {"Host": "peerboard.test", "Origin": "https://peerboard.test"}
    async with wire_to(site.url) as wire:
        world = await World.make(wire, database, Phase.REVEAL)
        joined = await world.post("nobody", f"/j/{world.values['join']}", {"role": "patient"}, **ours)
        token, has = cookie_of(joined, "__Host-peerboard")
        assert has["secure"]
        assert has["httponly"]
        assert has["samesite"] == "lax"
        assert has["path"] == "/"
        assert "domain" not in has, "__Host- forbids it"
        assert cookie_of(joined, "return_code")[1]["secure"]
        assert "max-age" in joined.headers["strict-transport-security"]
        room = joined.headers["location"].partition("?")[0]
        good = await wire.get(room, headers={"Host": "peerboard.test", "Cookie": f"__Host-peerboard={token}"})
        assert good.status_code == 200
        plain = await wire.get(room, headers={"Host": "peerboard.test", "Cookie": f"peerboard={token}"})
        assert plain.status_code == 404, "a cookie that another host of the domain may have set"
        downgraded = await wire.post(f"{room}/return-code", Host="peerboard.test", Sec_Fetch_Site="cross-site")
        assert downgraded.status_code == 403
        by_http = {"Host": "peerboard.test", "Origin": "http://peerboard.test", "Cookie": f"__Host-peerboard={token}"}
        answer = await wire.http.post(f"{room}/return-code", headers=by_http)
        assert answer.status_code == 403, "a page that came by http is not ours"
    await site.stop()


async def test_only_its_hash_is_kept(cast: Cast, database: Database) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    shown = re.search(r"Din returkode er ([\w-]+)", (await ben.land()).text)
    assert shown
    everything = []
    for table in await rows(database.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        query = f'SELECT t::text AS line FROM "{table["tablename"]}" AS t'
        everything += [row["line"] for row in await rows(database.url, query)]
    dump = "\n".join(everything)
    for browser in (ben, ada):
        token = browser.http.cookies["peerboard"]
        assert keyed_hash(SECRET, token).hex() in dump
        assert token not in dump
        assert token.encode().hex() not in dump
    assert shown[1].replace("-", "") not in dump


async def test_it_is_new_at_every_change_and_the_old_one_is_dead(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    room = f"/m/{world.values['meeting']}"
    acts = [
        ("joining", f"/j/{world.values['join']}", {"who": world.seats["ben"].public_id}),
        ("a return code", "/return", {"code": world.codes["rie"]}),
        ("signing in", f"/login/{world.values['link']}", {}),
    ]
    for what, path, fields in acts:
        old = world.cookies["ben"]
        answer = await world.post("ben", path, fields)
        fresh, _ = cookie_of(answer)
        assert fresh != old, what
        assert (await world.get("ben", room)).status_code == 404, f"the old cookie works after {what}"
        world.cookies["ben"] = fresh
        assert (await world.get("ben", room)).status_code == 200, what


@pytest.mark.parametrize("cookie", ["x", "' OR 1=1 --", "æøå", "0" * 4000, '"quoted"', "\\x00"])
async def test_made_up_cookies_are_nobody(cookie: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    sent = {b"Cookie": f"peerboard={cookie}".encode()}
    assert (await wire.http.get(f"/m/{world.values['meeting']}", headers=sent)).status_code == 404
    assert (await wire.http.get("/", headers=sent)).status_code == 200


async def test_leaving_and_signing_out_end_it(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    for who, path in (("ben", f"/m/{world.values['meeting']}/leave"), ("ada", "/logout")):
        assert (await world.get(who, f"/m/{world.values['meeting']}")).status_code == 200
        answer = await world.post(who, path)
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert cookie_of(answer)[0] == ""
        assert (await world.get(who, f"/m/{world.values['meeting']}")).status_code == 404


async def test_a_join_form_sent_again_leads_back_to_the_seat_until_it_is_left(cast: Cast, database: Database) -> None:
    """A double tap is one seat. On a shared screen, after leaving, the same form is a stranger's."""
    cleo, token = await cast.cleo(), cast.meeting.join_token
    fields = {"role": "patient", "name": "Cleo", "nonce": "the-same-nonce"}
    first = await cleo.follow(await cleo.post(f"/j/{token}", fields))
    again = await cleo.follow(await cleo.post(f"/j/{token}", fields))
    assert first.at("seat") == again.at("seat")
    cleo.meeting = cast.meeting.public_id
    await cleo.leave()
    other = await cleo.follow(await cleo.post(f"/j/{token}", fields))
    assert other.at("seat") != first.at("seat")
    ada = await cast.ada()
    await ada.remove(other.at("seat"))
    third = await cleo.follow(await cleo.post(f"/j/{token}", fields))
    assert third.status == 200
    assert third.at("seat") not in {first.at("seat"), other.at("seat")}


async def test_a_role_that_somebody_else_corrects_brings_a_new_one_and_loses_nothing(
    wire: Browser, database: Database, clock: Clock
) -> None:
    """The seat's own next request carries it. What was sent with the old one meanwhile is taken, also when an answer
    with the new one was lost; once the new one has come back the old one dies."""
    world = await World.make(wire, database, Phase.PROPOSE)
    room, old = f"/m/{world.values['meeting']}", world.cookies["ben"]
    session = "SELECT session_id FROM session_seat WHERE seat_id = $1"
    before = await rows(database.url, session, world.seats["ben"].id)
    await rows(database.url, "DELETE FROM round WHERE meeting_id = $1", world.meeting.id if world.meeting else 0)
    path = f"/seats/{world.seats['ben'].public_id}/role"
    assert (await world.post("ada", path, {"role": "relative"})).status_code == 303
    assert "set-cookie" not in (await world.get("ada", room)).headers, "hers is as it was"
    lost = await world.get("ben", f"{room}/mine")
    written = await world.post("ben", f"{room}/ideas", {"key": "k", "title": "Skrevet imens"})
    assert written.status_code == 303
    fresh = {cookie_of(answer)[0] for answer in (lost, written)}
    assert len(fresh) == 1, "all answers say the same"
    assert old not in fresh
    assert await rows(database.url, session, world.seats["ben"].id) == before, "open pages go on following"
    clock.ahead(timedelta(hours=1))
    assert (await world.get("ben", room)).status_code == 200, "its answer may have been lost"
    world.cookies["ben"] = fresh.pop()
    again = await world.get("ben", room)
    assert again.status_code == 200
    assert "set-cookie" not in again.headers
    world.cookies["new"], world.cookies["ben"] = world.cookies["ben"], old
    assert (await world.get("ben", room)).status_code == 200, "what was on its way"
    clock.ahead(timedelta(minutes=2))
    assert (await world.get("ben", room)).status_code == 404, "the old cookie works still"
    world.cookies["ben"] = world.cookies["new"]
    assert (await world.get("ben", room)).status_code == 200
