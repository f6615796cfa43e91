"""P7: no cookie before joining, nothing from anywhere else, nothing kept by browsers or proxies on the way."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from schemas.flow import Status
from schemas.format import Phase
from server.checkout import CHECKOUT
from server.core.database import Database
from tests.access.world import World, wire_to
from tests.support.browser import Browser
from tests.support.dom import Page
from tests.support.site import Site

STATIC = CHECKOUT / "web" / "static"
LINKS = ("src", "href", "action", "formaction", "poster", "data", "srcset", "background", "ping", "manifest")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture(scope="module")
async def wire(site: Site) -> Browser:
    return wire_to(site.url)


async def answers(world: World) -> dict[str, httpx2.Response]:
    """One answer of every kind: pages, fragments, files, redirects, refusals, failures."""
    room, idea = f"/m/{world.values['meeting']}", f"/ideas/{world.values['idea']}"
    paths = {
        "nobody": [
            "/",
            "/login",
            f"/j/{world.values['join']}",
            f"/screen/{world.values['screen']}",
            "/strange",
            "/code",
        ],
        "ben": [room, f"{room}/mine", idea, f"/b/{world.values['board']}/progress", f"/b/{world.values['board']}"],
        "ada": [f"{room}/desk", "/boards", "/answers", f"{idea}/mine"],
        "leo": ["/answers", idea],
    }
    paths["nobody"] += [f"/result/{world.values['result']}.csv", f"/follow/{world.values['follow']}", "/healthz"]
    paths["ben"] += [f"/poll?page=meeting&id={world.values['meeting']}&at=", "/m/%00"]
    found = {f"{who} {path}": await world.get(who, path) for who in paths for path in paths[who]}
    found["wrong code"] = await world.post("nobody", "/code", {"code": "K7QM29FX"})
    found["not ours"] = await world.post("ben", f"{room}/done", {"done": "1"}, Sec_Fetch_Site="cross-site")
    found["wrong host"] = await world.get("ben", room, Host="evil.example")
    found["too much"] = await world.post("ben", f"{room}/ideas", {"text": "x" * 70_000})
    found["not typed"] = await world.post("ben", f"{room}/ideas", {"title": ""})
    found["redirect"] = await world.post("ben", f"{room}/ideas", {"title": "Ny", "key": "k"})
    return found


@pytest.mark.long
async def test_every_answer_carries_the_policy_and_is_kept_by_nobody(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE, Status.REVIEW)
    found = await answers(world)
    assert {answer.status_code for answer in found.values()} >= {200, 303, 400, 403, 404, 413, 422}
    for name, answer in found.items():
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert policy.items() >= POLICY.items(), name
        assert "unsafe" not in answer.headers["content-security-policy"], name
        assert "http" not in answer.headers["content-security-policy"], name
        assert answer.headers["cache-control"] == "no-store", name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert answer.headers["referrer-policy"] == "same-origin", name


@pytest.mark.long
async def test_a_failure_carries_them_too(site: Site, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    runtime = site.app.state.runtime
    whole, runtime.database = runtime.database, None
    try:
        answer = await world.get("ben", f"/m/{world.values['meeting']}")
    finally:
        runtime.database = whole
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "Der skete en fejl hos os" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.long
async def test_no_cookie_before_joining(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    assert world.meeting
    everything = [answer for name, answer in (await answers(world)).items() if name.startswith(("nobody", "wrong"))]
    everything += [await world.get("nobody", path) for path in ("/code", "/login", f"/login/{world.values['link']}")]
    everything.append(await world.post("nobody", "/code", {"code": world.meeting.code}))
    everything.append(await world.post("nobody", "/login", {"mail": world.values["leader_mail"]}))
    everything.append(await world.post("nobody", f"/j/{world.values['join']}", {"role": "strange"}))
    everything.append(await world.get("nobody", "/static/css/base.css"))
    assert not [answer.url for answer in everything if "set-cookie" in answer.headers]
    joined = await world.post("nobody", f"/j/{world.values['join']}", {"role": "patient"})
    assert "set-cookie" in joined.headers


@pytest.mark.long
async def test_pages_ask_nobody_else_for_anything(wire: Browser, database: Database) -> None:
    seen = 0
    for phase in Phase:
        world = await World.make(wire, database, phase, Status.REVIEW)
        for name, answer in (await answers(world)).items():
            if "text/html" not in answer.headers.get("content-type", "") or "<html" not in answer.text:
                continue
            tree = Page(answer.text).tree
            for element in tree.iter():
                for attribute in LINKS if isinstance(element.tag, str) else ():
                    if (address := element.get(attribute)) is None:
                        continue
                    seen += 1
                    whole = urlsplit(urljoin(wire.base + "/", address))
                    assert f"{whole.scheme}://{whole.netloc}" == wire.base, f"{name}: {attribute}={address}"
                assert isinstance(element.tag, str) is False or not element.get("style"), f"{name}: inline style"
                assert not [a for a in getattr(element, "attrib", {}) if a.startswith("on")], f"{name}: inline script"
            assert not tree.xpath("//script[not(@src)] | //style | //iframe | //object | //embed | //base"), name
            assert not tree.xpath("//meta[@http-equiv='refresh']"), name
    assert seen > 500


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css"), key=str), ids=lambda path: path.name)
def test_style_sheets_ask_nobody_else(path: Path) -> None:
    for address in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", path.read_text("utf-8")):
        found = "".join(address)
        assert not re.match(r"(?:https?:)?//", found), found


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js"), key=str), ids=lambda path: path.name)
def test_scripts_ask_nobody_else(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.findall(r"['\"`](?:https?:|wss?:)?//[a-z]", text)
    assert not re.findall(r"\b(?:eval|new Function|document\.write|document\.cookie|insertAdjacentHTML)\b", text)
