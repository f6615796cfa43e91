"""Seeing and fetching ask for the return code again: a ward tablet is shared."""

import json
import re

from server.views.belongings.opening import COOKIE, OPEN
from server.web.wrong_codes import PER_ADDRESS
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.site import Site

UNKNOWN = "AAAA AAAA AA"


def base(cast: Cast) -> str:
    """The page's address."""
    return f"/b/{cast.board.public_id}/mine/belongings"


async def code_of(member: Member) -> str:
    """The return code that is shown once."""
    return shown_on(await member.land())


def shown_on(page: Page) -> str:
    """The return code on a page."""
    found = re.search(r"Din returkode er ([\w-]+)", page.text)
    assert found, page.text[:300]
    return found[1]


async def is_open(member: Member, cast: Cast) -> bool:
    """Whether this screen shows it, as a page and as a file."""
    page, file = await member.page(base(cast)), await member.get(f"{base(cast)}.json")
    assert ("Din plads" in page.text) is (file.status_code == 200)
    return file.status_code == 200


async def test_it_opens_with_ones_own_code_for_a_while_and_can_be_closed(cast: Cast, clock: Clock) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    code, hers = await code_of(ben), await code_of(rie)
    link = (await ben.page(f"/b/{cast.board.public_id}/mine")).select("//a[text()='Mine oplysninger']")
    assert [a.get("href") for a in link] == [base(cast)]
    assert not await is_open(ben, cast)
    asked = await ben.page(base(cast))
    assert "Spørg koordinatoren: Ada Holm." in asked.text
    for wrong in (UNKNOWN, hers, "", code[:-1]):
        answer = await ben.post(base(cast), {"code": wrong})
        assert answer.status_code == 422
        assert "Koden er ikke rigtig." in answer.text
        assert Page(answer.text).element("f-code").get("value") == wrong
        assert not await is_open(ben, cast)
    answer = await ben.post(base(cast), {"code": f"min kode: {code.lower()}"})
    assert answer.status_code == 303
    assert answer.headers["location"] == base(cast), "nothing of it stands in the address"
    held = answer.headers["set-cookie"]
    assert all(each in held for each in ("HttpOnly", "SameSite=strict", f"Path=/b/{cast.board.public_id}/mine"))
    assert await is_open(ben, cast)
    assert (await ben.get(base(cast))).headers["cache-control"] == "no-store"
    clock.ahead(OPEN)
    assert not await is_open(ben, cast)
    assert took(await ben.post(base(cast), {"code": code}))
    assert await is_open(ben, cast)
    closed = await ben.submit((await ben.page(base(cast))).form("/closing"))
    assert closed.headers["clear-site-data"] == '"cache"'
    assert not await is_open(ben, cast)


async def test_that_it_is_open_holds_for_one_screen_and_one_person(cast: Cast, site: Site) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    code = await code_of(ben)
    assert took(await ben.post(base(cast), {"code": code}))
    proof = ben.http.cookies[COOKIE]
    other = cast.devices["other"] = Member(cast.url)
    assert took(await other.post("/return", {"code": code}))
    for somebody in (rie, other):
        somebody.http.cookies.set(COOKIE, proof)
        assert not await is_open(somebody, cast)
    forged = f"{int(proof.split('.')[0]) + 9}.{proof.split('.')[1]}"
    for bad in (forged, "", ".", "١٢.x", f"{'9' * 400}.x", "9999999999.ø"):
        answer = await ben.get(base(cast), headers={"Cookie": f"{ben.cookie.split('; ')[0]}; {COOKIE}={bad}".encode()})
        assert answer.status_code in {200, 404}
        assert "Din plads" not in answer.text
    assert await is_open(ben, cast)
    # somebody else joins on this screen, and goes back to the address
    assert took(await ben.post(f"/j/{cast.meeting.join_token}", {"role": "patient", "name": "Ny", "who": "new"}))
    await ben.arrive()
    assert not await is_open(ben, cast)


async def test_a_code_made_on_an_open_screen_does_not_open_it(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    made = shown_on(await ben.follow(await ben.post(f"{ben.room}/return-code")))
    answer = await ben.post(base(cast), {"code": made})
    assert answer.status_code == 403
    assert "Koden er lavet på en skærm, der var åben." in answer.text
    other = cast.devices["other"] = Member(cast.url)
    assert took(await other.post("/return", {"code": made})), "it still leads back to the seat"
    seat = (await ben.look()).at("seat")
    assert took(await ada.post(f"/seats/{seat}/code-end"))
    assert "Din plads har ingen returkode." in (await ben.page(base(cast))).text
    assert (await ben.post(base(cast), {"code": made})).status_code == 422
    fresh = shown_on(await ben.follow(await ben.post(f"{ben.room}/return-code")))
    assert took(await ben.post(base(cast), {"code": fresh}))
    assert await is_open(ben, cast)


async def test_guesses_are_counted_with_those_at_the_front_door(cast: Cast, site: Site) -> None:
    ben = await cast.ben()
    code = await code_of(ben)
    tries = site.app.state.wrong_codes
    await tries.forget()
    for number in range(PER_ADDRESS.amount - 1):
        await tries.was_wrong("return", "127.0.0.1", str(number))
    assert (await ben.post(base(cast), {"code": UNKNOWN})).status_code == 422
    refused = await ben.post(base(cast), {"code": code})
    assert refused.status_code == 429
    assert Page(refused.text).element("f-code").get("value") == code
    assert (await ben.post("/return", {"code": code})).status_code == 429
    await tries.forget()
    assert took(await ben.post(base(cast), {"code": code}))


async def test_in_english_the_keys_are_english_too(cast: Cast) -> None:
    ben = await cast.ben()
    code = await code_of(ben)
    assert took(await ben.post("/reading", {"language": "en", "back": base(cast)}))
    assert took(await ben.post(base(cast), {"code": code}))
    told = json.loads((await ben.get(f"{base(cast)}.json")).text)
    assert told["Who you are here"]["Your seat"]["This is kept"][0]["Name"] == "Ben"
    assert "Who you are here" in (await ben.page(base(cast))).text
