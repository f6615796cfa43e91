"""The leader's inbox: what awaits an answer, the overdue first."""

from datetime import date, timedelta

import pytest

from schemas.moment import MomentKind
from server.work.answers import queries
from tests.ideas.moments.scene import add
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.answers.scene import REASON, SOON, above, sent, shown, stored


async def test_letters_with_days_and_the_overdue_first(cast: Cast, clock: Clock) -> None:
    ben, ada, leo = await cast.ben(), await cast.ada(), await cast.leo()
    assert took(await ben.propose("Haster", "Den anden idé"))
    late = await shown(cast, "Har tid")
    early = (await stored(cast, title="Haster")).public_id
    mail = cast.people["Leo"].mail
    assert took(await ada.send_to_leader(late, mail, "2030-01-01"))
    assert took(await ada.send_to_leader(early, mail, SOON))
    clock.ahead(timedelta(days=25))
    page = await leo.page("/answers")
    letters = page.select("//article[@class='letter']")
    assert [letter.get("id") for letter in letters] == [f"letter-{early}", f"letter-{late}"]
    assert "har ventet 25 dage" in page.text
    assert "2 idéer venter på svar" in page.text
    assert letters[0].xpath(".//*[contains(@class, 'late')]")
    assert not letters[1].xpath(".//*[contains(@class, 'late')]")


async def test_the_open_page_says_how_many_wait_now(cast: Cast) -> None:
    idea, leo = await sent(cast), await cast.leo()
    assert "1 idé venter på svar" in (await leo.get("/answers", headers={"HX-Request": "true"})).text
    assert took(await leo.answer(idea, "declined", text=REASON))
    news = (await leo.get("/answers", headers={"HX-Request": "true"})).text
    assert "1 idé venter" not in news
    assert "<h1" in news


async def test_what_happened_while_it_waited_stands_by_the_letter(cast: Cast, site: Site, clock: Clock) -> None:
    idea, leo = await shown(cast), await cast.leo()
    clock.ahead(timedelta(hours=1))
    await add(site, cast, idea, MomentKind.ATTENTION)
    clock.ahead(timedelta(hours=1))
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, "2030-01-01"))
    asks, up = "beder om, at nogen ser på den", "Nu skal Leo Bach svare, senest 3. maj 2031"
    page = await leo.page("/answers")
    assert asks not in page.text, "asked before it was sent"
    clock.ahead(timedelta(hours=1))
    await add(site, cast, idea, MomentKind.ATTENTION)
    await add(site, cast, idea, MomentKind.ESCALATED, name="Leo Bach", day=date(2031, 5, 3))
    await add(site, cast, idea, MomentKind.ADDED, text="Også om morgenen.")
    letter = (await leo.page("/answers")).element(f"letter-{idea}").text_content()
    assert asks in letter
    assert up in letter
    assert "morgenen" not in letter


async def test_the_coordinator_sees_what_waits_but_has_no_form(cast: Cast) -> None:
    idea = await sent(cast)
    page = await (await cast.ada()).page("/answers")
    assert "venter på Leo Bach" in page.text
    assert not [form for form in page.forms() if (form.action or "").endswith("/answer")]
    assert page.select(f"//a[@href='/answers/{idea}']")


async def test_only_those_with_an_account_have_one(cast: Cast) -> None:
    assert (await (await cast.ben()).get("/answers")).status_code == 404
    answer = await (await cast.cleo()).get("/answers")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?coming=/answers")


async def test_it_asks_the_database_the_same_number_of_times_for_more_letters(cast: Cast, site: Site) -> None:
    ben, ada, leo = await cast.ben(), await cast.ada(), await cast.leo()
    for number in range(4):
        assert took(await ben.propose(f"Idé {number} fra Ben"))
    first = await shown(cast)
    mail = cast.people["Leo"].mail
    assert took(await ada.send_to_leader(first, mail, SOON))
    with asked(site) as one:
        await leo.page("/answers")
    for number in range(4):
        idea = (await stored(cast, title=f"Idé {number} fra Ben")).public_id
        assert took(await ada.send_to_leader(idea, mail, SOON))
    with asked(site) as five:
        page = await leo.page("/answers")
    assert len(page.select("//article[@class='letter']")) == 5
    assert len(one) == len(five) == 8


async def test_a_long_list_shows_the_readers_own_first_and_says_how_many_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, ada, leo = await cast.ben(), await cast.ada(), await cast.leo()
    for number in range(4):
        assert took(await ben.propose(f"Idé {number} fra Ben"))
    first, boss = await shown(cast), await above(cast)
    assert took(await ada.send_to_leader(first, cast.people["Dorthe Winther"].mail, SOON))
    for number in range(4):
        idea = (await stored(cast, title=f"Idé {number} fra Ben")).public_id
        assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    monkeypatch.setattr(queries, "LETTERS_MOST", 3)
    for reader, own in ((leo, "Idé 0 fra Ben"), (boss, "Ro om aftenen")):
        page = await reader.page("/answers")
        letters = page.select("//article[@class='letter']")
        assert len(letters) == 3
        assert own in letters[0].text_content()
        assert "5 idéer venter på svar" in page.element("letters-title").text_content()
        (more,) = page.select("//a[@href='/overview?sort=waiting']")
        assert more.text_content() == "Vis 2 idéer mere"
    await boss.close()
