"""Signing in with an identity provider: whom it may speak for, and what it may get wrong."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest

from server.organisation.people.commands import send_sign_in
from server.organisation.providers.configured import providers
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.scene import make_person
from tests.support.site import Site, free_port
from tests.views.single_sign_on.conftest import LEVEL, Door

NOT_KNOWN = "Vi kan ikke logge dig ind med Region Nord endnu."
REFUSED = "Du blev ikke logget ind hos Region Nord."
TOO_LATE = "Det tog for lang tid, eller siden blev åbnet to gange."
LINKED = "SELECT person_id FROM identity WHERE subject = $1"
LETTERS = "SELECT body FROM mail WHERE recipient = $1 ORDER BY id"


@pytest.fixture
async def browser(cast: Cast) -> AsyncIterator[Browser]:
    async with Browser(cast.url) as opened:
        yield opened


async def known(door: Door, cast: Cast, who: str, **claims: object) -> str:
    """Somebody's account at the provider; their subject."""
    person = cast.people[who]
    subject = f"subject-{person.id}"
    await door.provider.account(
        subject, **({"email": person.mail, "email_verified": True, "name": person.name} | claims)
    )
    return subject


async def is_in(browser: Browser) -> str:
    """Who is signed in, by their account's page."""
    answer = await browser.get("/account")
    return answer.text if answer.status_code == 200 else ""


async def test_with_a_verified_address_of_the_organisation(
    door: Door, cast: Cast, browser: Browser, database_url: str
) -> None:
    leo, subject = cast.people["Leo"], await known(door, cast, "Leo")
    status, led = await door.through(browser, subject)
    assert (status, urlsplit(led).path) == (303, "/home")
    assert leo.mail in await is_in(browser)
    assert [row[0] for row in await rows(database_url, LINKED, subject)] == [leo.id]
    (letter,) = await rows(database_url, LETTERS, leo.mail)
    assert "Nogen har logget ind på din konto med Region Nord." in letter[0]

    # From then on the subject says who it is: their address there may become another, or somebody else's.
    await known(door, cast, "Leo", email=cast.people["Ada"].mail)
    async with Browser(cast.url) as other:
        assert (await door.through(other, subject))[0] == 303
        assert leo.mail in await is_in(other)
    assert len(await rows(database_url, LETTERS, leo.mail)) == 1, "linking is told once"


async def test_leads_on_to_where_they_were_going(door: Door, cast: Cast, browser: Browser) -> None:
    subject = await known(door, cast, "Leo")
    asked = await browser.get("/answers")
    page = await browser.page(asked.headers["location"])
    (button,) = page.select("//main//a[starts-with(@href, '/login/with/')]")
    back = await door.provider.consent((await browser.get(button.get("href"))).headers["location"], subject)
    assert await door.back(browser, back) == (303, "/answers")


@pytest.mark.parametrize(
    "claims",
    [{"email_verified": False}, {"email": "leo@elsewhere.test"}, {"email": "nobody@region.test"}, {"email": None}],
    ids=["not verified", "not their domain", "no account", "no address"],
)
async def test_anybody_else_signs_in_by_mail_first(
    claims: dict[str, object], door: Door, cast: Cast, browser: Browser, database_url: str
) -> None:
    if claims.get("email") == "leo@elsewhere.test":
        change = "UPDATE person SET mail = 'leo@elsewhere.test' WHERE id = $1 RETURNING 1"
        await rows(database_url, change, cast.people["Leo"].id)
    subject = await known(door, cast, "Leo", **claims)
    status, text = await door.through(browser, subject)
    assert (status, NOT_KNOWN in text) == (403, True)
    assert not await is_in(browser)
    assert not await rows(database_url, LINKED, subject)

    # Whoever has shown by their mail who they are is linked the next time.
    await browser.post((await cast.link_for("Leo")).removeprefix(cast.url))
    back = await door.provider.consent((await browser.get("/login/with/nord")).headers["location"], subject)
    assert (await door.back(browser, back))[0] == 303
    assert [row[0] for row in await rows(database_url, LINKED, subject)] == [cast.people["Leo"].id]


@pytest.mark.parametrize("linked", [False, True])
async def test_not_for_whoever_has_something_to_do_elsewhere(
    linked: bool, door: Door, cast: Cast, browser: Browser, database_url: str
) -> None:
    subject = await known(door, cast, "Leo", groups=["pb-koordinatorer"])
    if linked:
        assert (await door.through(browser, subject))[0] == 303
    other = "INSERT INTO unit (public_id, kind, name, leader_id) VALUES ($1, 'region', 'Region Syd', $2) RETURNING 1"
    await rows(database_url, other, f"south-{linked}", cast.people["Leo"].id)
    async with Browser(cast.url) as again:
        status, text = await door.through(again, subject)
        assert (status, NOT_KNOWN in text) == (403, True)
        assert not await is_in(again)


@pytest.mark.parametrize(
    "twist",
    [
        {"nonce": "another-question"},
        {"nonce": None},
        {"iss": "https://somebody.else.test"},
        {"aud": "another-client"},
        {"aud": "another-client", "azp": "peerboard"},
        {"aud": None},
        {"exp": -3600},
        {"exp": None},
        {"iat": 3600},
        {"key": True},
        {"sub": ""},
        {"sub": 7},
        {"azp": "another-client"},
        {"at_hash": "AAAA"},
    ],
    ids=str,
)
async def test_what_does_not_hold_signs_nobody_in(
    twist: dict[str, object], door: Door, cast: Cast, browser: Browser, database_url: str
) -> None:
    subject = await known(door, cast, "Leo")
    await door.provider.twist(**twist)
    status, text = await door.through(browser, subject)
    assert (status, REFUSED in text) == (403, True)
    assert not await is_in(browser)
    assert not await rows(database_url, LINKED, subject)


async def test_once_in_one_browser_and_for_one_question(door: Door, cast: Cast, browser: Browser) -> None:
    subject = await known(door, cast, "Leo")
    back = await door.provider.consent(await door.question(browser), subject)
    async with Browser(cast.url) as thief:
        assert (await door.back(thief, back))[0] == 410, "the address alone is worth nothing"
        mine = await door.question(thief)
        stolen = back.replace(parse_qs(urlsplit(back).query)["state"][0], parse_qs(urlsplit(mine).query)["state"][0])
        status, text = await door.back(thief, stolen)
        assert (status, REFUSED in text) == (403, True), "the code belongs to another question: PKCE"
    back = await door.provider.consent(await door.question(browser), subject)
    status, text = await door.back(browser, back.replace("state=", "state=x"))
    assert (status, TOO_LATE in text) == (410, True)
    back = await door.provider.consent(await door.question(browser), subject)
    assert (await door.back(browser, back))[0] == 303
    status, text = await door.back(browser, back)
    assert (status, TOO_LATE in text) == (410, True), "a second time"


async def test_whoever_takes_too_long_begins_again(door: Door, cast: Cast, browser: Browser, database_url: str) -> None:
    back = await door.provider.consent(await door.question(browser), await known(door, cast, "Leo"))
    await rows(database_url, "UPDATE sign_in_attempt SET expires_at = expires_at - interval '11 min' RETURNING 1")
    assert (await door.back(browser, back))[0] == 410
    assert not await is_in(browser)


async def test_whoever_says_no_there_is_told_so(door: Door, cast: Cast, browser: Browser) -> None:
    state = parse_qs(urlsplit(await door.question(browser)).query)["state"][0]
    status, text = await door.back(browser, f"/login/with/nord/back?error=access_denied&state={state}")
    assert (status, REFUSED in text) == (403, True)


async def test_a_linked_account_replaces_whoever_was_signed_in(door: Door, cast: Cast, browser: Browser) -> None:
    subject = await known(door, cast, "Leo")
    assert (await door.through(browser, subject))[0] == 303
    ada = await cast.ada()
    back = await door.provider.consent((await ada.get("/login/with/nord")).headers["location"], subject)
    assert (await door.back(ada, back))[0] == 303
    assert cast.people["Leo"].mail in await is_in(ada)
    assert "Led mødet" not in (await ada.page("/boards")).text, "nothing of hers is left on the screen"


async def test_an_unknown_provider_is_not_there(cast: Cast, browser: Browser) -> None:
    assert (await browser.get("/login/with/nobody")).status_code == 404


@pytest.mark.parametrize(("level", "status"), [(None, 403), ("urn:test:low", 403), (LEVEL, 303)])
async def test_only_at_the_level_that_the_operator_asks_for(
    level: str | None,
    status: int,
    door: Door,
    cast: Cast,
    browser: Browser,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed(monkeypatch, site, acr=(LEVEL,))
    question = await door.question(browser)
    assert parse_qs(urlsplit(question).query)["acr_values"] == [LEVEL]
    await door.provider.twist(acr=level)
    assert (await door.back(browser, await door.provider.consent(question, await known(door, cast, "Leo"))))[
        0
    ] == status


async def test_a_provider_that_does_not_answer(
    cast: Cast, browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, site, issuer=f"http://127.0.0.1:{free_port()}")
    answer = await browser.get("/login/with/nord?coming=/answers")
    assert answer.status_code == 503
    page = Page(answer.text, "/", 503)
    assert "Region Nord svarer ikke lige nu." in page.text
    assert dict(page.form("/login").form_values())["coming"] == "/answers", "the link by mail leads there too"


async def test_a_provider_that_is_not_who_it_should_be(
    door: Door, browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, site, issuer=door.provider.url.replace("127.0.0.1", "localhost") + "/")
    answer = await browser.get("/login/with/nord")
    assert (answer.status_code, REFUSED in answer.text) == (403, True)


def changed(monkeypatch: pytest.MonkeyPatch, site: Site, **fields: object) -> None:
    """The provider as the operator might have set it otherwise."""
    found = {key: each.model_copy(update=fields) for key, each in providers(site.settings).items()}
    for where in ("providers.belonging", "people.pages"):
        monkeypatch.setattr(f"server.organisation.{where}.providers", lambda _: found)
    monkeypatch.setattr("server.views.single_sign_on.routes.providers", lambda _: found)


async def test_where_no_link_is_sent_by_mail(
    door: Door, cast: Cast, site: Site, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, site, sign_in_by_mail=False)
    leo = cast.people["Leo"]
    async with cast.database.begin() as session:
        free = await make_person(session, f"free-{leo.id}@region.test", "Ida Fri", "")
    runtime = site.app.state.runtime
    for mail in (leo.mail, free.mail):
        await send_sign_in(runtime, mail)
    (his,), (hers,) = [await rows(database_url, LETTERS, mail) for mail in (leo.mail, free.mail)]
    assert "I jeres organisation logger man ind med Region Nord." in his[0]
    assert f"{site.url}/login\n" in his[0]
    assert f"{site.url}/login/" in hers[0], "whoever works elsewhere, or nowhere yet, gets a link"
    async with Browser(cast.url) as browser:
        await browser.post((await cast.link_for("Leo")).removeprefix(cast.url))
        assert leo.mail in await is_in(browser), "a link from the operator always works"
