"""A coordinator adds words, leaves sections out, puts them in another order, and approves: nothing is ever lost."""

import json

import httpx2

from server.core import clock
from server.core.change import changing_board
from server.meeting.meetings.commands import new_meeting
from tests.room.minutes.scene import TITLES, Evening, evening, section
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, Staff, took
from tests.support.site import Site

KEPT = "SELECT version, seat_id, parts::text AS parts FROM minutes_version WHERE meeting_id = $1"


def typed(page: Page) -> dict[str, str]:
    """What stands in the form, as a browser reads it."""
    return {name: text.removeprefix("\n") for name, text in page.form("/minutes").form_values()}


async def edit(at: Evening, who: Staff, fields: dict[str, object], page: Page | None = None) -> httpx2.Response:
    """Change fields in the form as it was shown on `page`, or is now."""
    page = page or await who.page(f"{at.path}/edit")
    return await who.submit(page.form("/minutes"), fields)


async def test_words_are_added_to_a_section_and_the_old_version_is_kept(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    answer = await edit(at, ada, {"words-agreed": "Ada ringer til køkkenet.\n\nDet haster ikke."})
    assert answer.status_code == 303
    page = await at.read()
    agreed = section(page, "Det aftalte vi")
    assert agreed.endswith("Ada ringer til køkkenet. Det haster ikke.")
    assert TITLES[0] in agreed, "what was written by itself stays"
    kept = await rows(cast.database.url, KEPT, cast.meeting.id)
    assert [(row["version"], row["seat_id"]) for row in kept] == [(1, None)]
    assert "køkkenet." not in [part["words"] for part in json.loads(kept[0]["parts"])]
    old = await ada.page(f"{at.path}?version=1")
    assert old.select("//a[contains(@href, '.pdf?version=1')]")
    assert "Ada ringer" not in old.text
    assert "Det er en tidligere udgave, nr. 1." in old.text


async def test_the_same_again_is_no_new_version(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    assert "Der var ikke noget nyt at gemme." in (await ada.follow(await edit(at, ada, {}))).text
    assert not await rows(cast.database.url, KEPT, cast.meeting.id)


async def test_sections_are_left_out_and_put_in_another_order(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    form = (await ada.page(f"{at.path}/edit")).form("/minutes")
    fields = dict(form.form_values()) | {"place-agreed": "4"}
    del fields["shown-heard"]
    assert took(await ada.post(at.path, fields))
    heads = [head.text_content() for head in (await at.read()).select("//article//section/h2")]
    assert heads == [
        *("Det valgte vi", "Det aftalte vi", "Det talte vi om", "Det tager vi med til næste gang"),
        "Idéer, der blev skrevet",
    ]
    assert took(await edit(at, ada, {"shown-heard": "1", "place-agreed": "10", "place-head": "5"}))
    heads = [head.text_content() for head in (await at.read()).select("//article//section/h2")]
    assert heads[-3:] == ["Blev du hørt?", "Idéer, der blev skrevet", "Det aftalte vi"]


async def test_two_coordinators_at_once_lose_nothing(cast: Cast) -> None:
    at, ada, bo = await evening(cast), await cast.ada(), await cast.bo()
    shown = await bo.page(f"{at.path}/edit")
    assert took(await edit(at, ada, {"words-agreed": "Ada skriver.", "words-other": "Ada takker."}))
    answer = await edit(at, bo, {"words-agreed": "Bo skriver.", "words-heard": "Bo lytter."}, shown)
    assert answer.status_code == 409
    page = Page(answer.text)
    fields = typed(page)
    assert fields["words-agreed"] == "Bo skriver."
    assert fields["words-heard"] == "Bo lytter."
    assert fields["words-other"] == "Ada takker.", "what only Ada changed stays"
    assert page.element("now-agreed").text_content() == "Ada skriver."
    assert took(await bo.submit(page.form("/minutes")))
    text = (await at.read()).text
    for words in ("Bo skriver.", "Bo lytter.", "Ada takker."):
        assert words in text
    kept = await rows(cast.database.url, KEPT, cast.meeting.id)
    assert any("Ada skriver." in row["parts"] for row in kept)


async def test_what_cannot_be_saved_stays_in_the_form(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    long = "æ" * 4001
    answer = await edit(at, ada, {"words-agreed": long, "place-heard": "mange", "words-other": "Tak."})
    assert answer.status_code == 422
    page = Page(answer.text)
    fields = typed(page)
    assert (fields["words-agreed"], fields["place-heard"], fields["words-other"]) == (long, "mange", "Tak.")
    assert "Der er plads til 4.000 tegn." in page.text
    warned = await edit(at, ada, {"words-other": "Ring til Ada på 20 30 40 50."})
    assert warned.status_code == 422
    assert "telefonnummer" in warned.text
    assert took(await ada.submit(Page(warned.text).form("/minutes")))
    assert "20 30 40 50" in (await at.read()).text


async def test_members_read_what_was_approved_and_nothing_else(cast: Cast) -> None:
    at, ada, ben = await evening(cast), await cast.ada(), await cast.ben()
    stream = await ben.stream()
    assert stream.page.find("to-minutes") is None
    assert (await ben.get(at.path)).status_code == 404
    await at.approve()
    await stream.until(lambda page: page.find("to-minutes") is not None)
    await stream.close()
    page = await at.read(ben)
    assert "Kladde" not in page.text
    assert "Ada Holm, Koordinator" in page.element("main").text_content()
    assert not page.select("//a[contains(@href, '/edit')]")
    assert took(await edit(at, ada, {"words-other": "Ikke godkendt endnu."}))
    assert "Ikke godkendt endnu." not in (await at.read(ben)).text
    assert "Ikke godkendt endnu." not in (await (await cast.cleo()).page(f"/minutes/{await at.token()}")).text
    assert "Rettet den" not in (await at.read(ben)).text
    await at.approve()
    corrected = await at.read(ben)
    assert "Ikke godkendt endnu." in corrected.text
    assert "Rettet den" in corrected.text


async def test_only_what_was_looked_at_is_approved(cast: Cast) -> None:
    at, ada, bo = await evening(cast), await cast.ada(), await cast.bo()
    looked = (await bo.page(f"{at.path}/approval")).form("/approval")
    assert took(await edit(at, ada, {"words-other": "Nyt."}))
    answer = await bo.submit(looked)
    assert answer.status_code == 409
    assert "En anden har rettet i referatet" in answer.text
    assert "Nyt." in answer.text
    assert (await (await cast.ben()).get(at.path)).status_code == 404


async def test_the_next_meeting_and_the_board_lead_to_it(cast: Cast, site: Site) -> None:
    at, ada = await evening(cast), await cast.ada()
    board = await ada.page(f"/b/{cast.board.public_id}")
    assert board.select(f"//a[@href='{at.path}']")
    await at.approve()
    runtime = site.app.state.runtime
    async with changing_board(runtime, cast.board.id or 0) as change:
        later = await new_meeting(change, "Næste", clock.now())
        later.phase = later.phases[0]
        token = later.join_token
    new = cast.devices["Ny"] = Member(cast.url)
    page = await (await new.join(token, "patient", "Ny")).land()
    assert page.select(f"//a[@href='{at.path}']"), "it begins with what happened since"
    assert TITLES[0] in (await new.page(at.path)).text
