"""One's own account: what one is called, the address, and signing out everywhere."""

import asyncio
from datetime import timedelta

from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Member, Staff, link_in, took
from tests.support.scene import make_person

LETTERS = "SELECT recipient, subject, body FROM mail WHERE recipient = $1 ORDER BY id DESC"
NEW = "leo.bach@region.test"


async def letters(cast: Cast, to: str) -> list[str]:
    """What was mailed to an address, the newest first."""
    return [str(row["body"]) for row in await rows(cast.database.url, LETTERS, to)]


async def link_to(cast: Cast, address: str) -> str:
    """The path of the newest link that was mailed to a new address."""
    link = link_in((await letters(cast, address))[0], "/address/")
    return link[link.index("/address/") :]


async def ask(leo: Member, **fields: str) -> Member:
    """Fill in the form of the account, and send it."""
    assert took(await leo.submit((await leo.page("/account")).form("/account"), fields))
    return leo


async def mail_of(cast: Cast) -> str:
    """The address of Leo's account now."""
    query = "SELECT mail FROM person WHERE id = $1"
    return str((await rows(cast.database.url, query, cast.people["Leo"].id))[0][0])


async def test_a_new_name_stands_on_every_board(cast: Cast) -> None:
    leo, ada = await cast.leo(), await cast.ada()
    assert took(await leo.get(leo.room)), "Leo has been there"
    await ask(leo, name="Leo Bach-Holm", title="Vicedirektør")
    board = (await ada.page(f"/b/{cast.board.public_id}")).text
    assert "Leo Bach-Holm" in board
    assert "Vicedirektør" in board
    assert not await letters(cast, cast.people["Leo"].mail), "the address is the same"


async def test_a_new_address_counts_when_its_own_link_was_used_and_the_old_one_is_told(
    cast: Cast, clock: Clock
) -> None:
    leo, old = await cast.leo(), cast.people["Leo"].mail
    await ask(leo, mail=NEW)
    assert await mail_of(cast) == old
    assert not await letters(cast, old)
    path = await link_to(cast, NEW)
    async with Member(cast.url) as elsewhere:
        page = await elsewhere.page(path)
        assert NEW in page.text
        assert "kontoen for Leo Bach" in (await letters(cast, NEW))[0]
        assert await mail_of(cast) == old, "a scanner that opens it changes nothing"
        assert took(await elsewhere.submit(page.form(path)))
        assert await mail_of(cast) == NEW
        assert (await elsewhere.get(path)).status_code == 410
        assert (await elsewhere.post(path)).status_code == 410
    told = await letters(cast, old)
    assert len(told) == 1
    assert NEW not in told[0]
    assert (await leo.get("/account")).headers["location"].startswith("/login"), "whoever asked is out everywhere else"
    await leo.sign_in(await cast.link_for("Leo"))
    await ask(leo, mail="leo3@region.test")
    clock.ahead(timedelta(days=2))
    assert (await leo.get(await link_to(cast, "leo3@region.test"))).status_code == 410, "too old"


async def test_nobody_learns_that_an_address_is_taken_but_its_owner(cast: Cast) -> None:
    leo, ada = await cast.leo(), cast.people["Ada"].mail
    await ask(leo, mail=ada)
    assert "Vi har sendt et link" in (await leo.page("/account?asked")).text
    answer = await leo.post(await link_to(cast, ada))
    assert answer.status_code == 409
    assert await mail_of(cast) == cast.people["Leo"].mail


async def test_an_address_that_is_taken_while_its_link_is_used_is_taken(cast: Cast) -> None:
    wanted = "leo4@region.test"
    leo = await ask(await cast.leo(), mail=wanted)
    path = await link_to(cast, wanted)
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with cast.database.begin() as session:
        await make_person(session, wanted, "En anden", "Leder")
        using = asyncio.create_task(leo.post(path))
        while not (await rows(cast.database.url, waits))[0][0]:
            pass
    assert (await using).status_code == 409
    assert await mail_of(cast) == cast.people["Leo"].mail


async def test_what_was_typed_wrong_stays_in_the_form(cast: Cast) -> None:
    leo = await cast.leo()
    form = (await leo.page("/account")).form("/account")
    answer = await leo.submit(form, {"name": "Leo B", "title": "Chef", "mail": "ikke en adresse"})
    assert answer.status_code == 422
    for kept in ("Leo B", "Chef", "ikke en adresse"):
        assert f'value="{kept}"' in answer.text
    assert cast.people["Leo"].name in (await leo.page("/account")).form("/account").fields["name"]


async def test_sign_out_everywhere(cast: Cast) -> None:
    here, there = await cast.leo(), Staff(cast.url)
    await there.sign_in(await cast.link_for("Leo"))
    assert (await there.get("/boards")).status_code == 200
    unused = await cast.link_for("Leo")
    assert took(await here.post("/account/sign-out"))
    for who in (here, there):
        assert (await who.get("/boards")).headers["location"].startswith("/login")
    assert (await there.get(unused.removeprefix(cast.url))).status_code == 410, "links that wait are worth nothing"
    await there.close()


async def test_where_one_is_signed_in_and_signing_one_of_them_out(cast: Cast) -> None:
    here, there, ada = await cast.leo(), Staff(cast.url), await cast.ada()
    there.http.headers["User-Agent"] = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
    await there.sign_in(await cast.link_for("Leo"))
    room = await there.stream(f"/m/{cast.meeting.public_id}")
    page = await here.page("/account")
    assert "Safari på iPad" in page.text
    assert page.text.count("den, du bruger nu") == 1
    devices = [form for form in page.forms() if (form.action or "").endswith("/one")]
    assert len(devices) == 1, "not the one in hand"
    other = page.select("//button[@name='device']")[0].get("value")
    assert took(await ada.post("/account/sign-out/one", {"device": other}))
    assert (await there.get("/boards")).status_code == 200, "another's device is not theirs to sign out"
    for typed in ("", "x", "9" * 30, "-1"):
        assert took(await here.post("/account/sign-out/one", {"device": typed})), typed
    assert took(await here.post("/account/sign-out/one", {"device": other}))
    assert await room.closed() == 4403
    await room.close()
    assert (await there.get("/boards")).headers["location"].startswith("/login")
    assert "Safari på iPad" not in (await here.page("/account")).text
    await there.close()
