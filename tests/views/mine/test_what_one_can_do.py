"""Editing, withdrawing, adding and asking for attention: also after the meeting, as long as FLOW allows."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.views.mine.test_my_ideas import over, path
from tests.work.answers.scene import SOON, sent, shown, stored

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
MOMENTS = """SELECT kind, moment.text, moment.seat_id FROM moment JOIN idea ON idea.id = idea_id
WHERE public_id = $1 ORDER BY moment.id"""
ASKED = "SELECT count(*) FROM moment JOIN idea ON idea.id = idea_id WHERE public_id = $1 AND kind = 'attention'"


async def test_words_are_added_once_however_often_they_are_sent(cast: Cast) -> None:
    idea, rie = await shown(cast), await cast.rie()
    await over(cast)
    ben = await cast.ben()
    form = (await ben.page(path(cast))).form(f"/ideas/{idea}/additions")
    for _ in range(2):
        answer = await ben.submit(form, {"text": "Også om morgenen."})
        assert answer.headers["location"] == f"{path(cast)}?done=add#mine-{idea}"
    assert took(await ben.submit(form, {"text": "Noget andet."})), "the same form with other words is both"
    kept = await rows(cast.database.url, MOMENTS, idea)
    assert [tuple(row) for row in kept] == [("added", "Også om morgenen.", None), ("added", "Noget andet.", None)]
    story = await rie.page(f"/ideas/{idea}")
    assert "Også om morgenen." in story.text
    assert "Ben" not in story.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv, hvad du vil føje til."),
        ("Ring til mig på 20 30 40 50", "Det ligner et telefonnummer."),
        ("Mit nummer er 010180-1234", "Det ligner et CPR-nummer."),
        ("x" * 4001, "Der er plads til 4.000 tegn."),
    ],
)
async def test_what_cannot_be_added_is_said_and_stays_in_the_form(cast: Cast, text: str, said: str) -> None:
    idea = await shown(cast)
    ben = await cast.ben()
    answer = await ben.post(f"/ideas/{idea}/additions", {"plain_key": "k", "text": text})
    assert answer.status_code == 422
    page = await ben.follow(answer)
    assert said in page.text
    assert dict(page.form(f"/ideas/{idea}/additions").form_values())["text"].strip() == text
    assert await rows(cast.database.url, MOMENTS, idea) == []


async def test_attention_is_asked_for_once_in_a_period(cast: Cast, clock: Clock) -> None:
    clock.stop(MONDAY)
    idea = await shown(cast)
    ben, ada = await cast.ben(), await cast.ada()
    assert (await ben.page(path(cast))).find(f"ask-form-{idea}") is None, "it waits on nobody yet"
    early = await ben.post(f"/ideas/{idea}/attention", {"key": "early"})
    assert early.status_code == 409
    assert "Idéen venter ikke på nogen nu." in (await ben.follow(early)).element(f"mine-{idea}").text_content()
    by = (MONDAY + timedelta(days=60)).date().isoformat()
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, by))
    form = (await ben.page(path(cast))).form(f"/ideas/{idea}/attention")
    for _ in range(2):
        assert took(await ben.submit(form)), "a double tap is one"
    for days, status in ((0, 409), (29, 409), (30, 303)):
        clock.stop(MONDAY + timedelta(days=days))
        answer = await ben.post(f"/ideas/{idea}/attention", {"key": f"day {days}"})
        assert answer.status_code == status, days
        if status == 409:
            assert "Du kan bede om det igen fra 16.12.2026." in answer.text
            assert "Du kan bede igen fra 16. december 2026." in answer.text
    assert (await rows(cast.database.url, ASKED, idea))[0][0] == 2
    for staff in (ada, await cast.leo()):
        assert "beder om, at nogen ser på den." in (await staff.page(f"/ideas/{idea}")).text
    assert "Ben" not in (await ada.page(f"/ideas/{idea}")).element("story").text_content()


async def test_an_idea_nobody_chose_is_edited_after_the_meeting_and_both_texts_are_shown_when_two_did(
    cast: Cast,
) -> None:
    idea = await shown(cast)
    await over(cast)
    ben = await cast.ben()
    form = (await ben.page(path(cast))).form(f"/ideas/{idea}")
    answer = await ben.submit(form, {"title": "Ro om natten"})
    assert answer.headers["location"] == f"{path(cast)}?done=edit#mine-{idea}"
    assert (await stored(cast, idea)).title == "Ro om natten"
    answer = await ben.submit(form, {"title": "Ro hele døgnet"})
    assert answer.status_code == 409
    page = await ben.follow(answer)
    assert "Ro om natten" in page.text
    assert dict(page.form(f"/ideas/{idea}").form_values())["title"] == "Ro hele døgnet"
    answer = await ben.submit(form, {"title": ""})
    assert answer.status_code == 422
    assert "Skriv en overskrift" in answer.text


async def test_what_people_voted_on_is_added_to_and_not_edited(cast: Cast) -> None:
    idea = await shown(cast)
    ben, ada = await cast.ben(), await cast.ada()
    assert took(await ada.phase("vote"))
    assert took(await ada.phase("result"))
    await over(cast)
    assert (await ben.page(path(cast))).find(f"edit-form-{idea}") is None
    answer = await ben.post(f"/ideas/{idea}", {"version": 1, "title": "Andre ord", "from": "mine"})
    assert answer.status_code == 409
    told = (await ben.follow(answer)).element(f"mine-{idea}").text_content()
    assert "Du kan føje noget til i stedet." in told
    assert "Andre ord" in told, "what was typed is not lost with its form"
    assert (await stored(cast, idea)).title == "Ro om aftenen"


async def test_it_is_withdrawn_after_the_meeting_until_a_leader_has_it(cast: Cast) -> None:
    kept, gone = await sent(cast), await _another(cast)
    await over(cast)
    ben = await cast.ben()
    page = await ben.page(path(cast))
    assert page.find(f"withdraw-form-{kept}") is None
    refused = await ben.post(f"/ideas/{kept}/withdrawal", {"from": "mine"})
    assert refused.status_code == 409
    assert "Tal med koordinatoren" in (await ben.follow(refused)).element(f"mine-{kept}").text_content()
    answer = await ben.submit(page.form(f"/ideas/{gone}/withdrawal"))
    assert answer.headers["location"] == f"{path(cast)}?done=withdraw#mine-{gone}"
    page = await ben.page(path(cast))
    assert "Idéen er trukket tilbage." in page.element(f"mine-{gone}").text_content()
    assert page.find(f"add-form-{gone}") is None


async def test_words_for_an_idea_that_was_hidden_meanwhile_are_still_there(cast: Cast) -> None:
    idea = await shown(cast)
    ben, ada = await cast.ben(), await cast.ada()
    form = (await ben.page(path(cast))).form(f"/ideas/{idea}/additions")
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "1", "reason": "Den nævner en person."}))
    answer = await ben.submit(form, {"text": "Også om morgenen."})
    assert answer.status_code == 409
    told = (await ben.follow(answer)).element(f"mine-{idea}").text_content()
    assert "Det, du skrev, står her endnu." in told
    assert "Også om morgenen." in told


async def _another(cast: Cast) -> str:
    ada = await cast.ada()
    assert took(await ada.phase("propose"))
    assert took(await (await cast.ben()).propose("Kaffe til alle"))
    assert took(await ada.phase("reveal"))
    return (await stored(cast, title="Kaffe til alle")).public_id


async def test_the_leader_moved_it_on_while_it_was_being_written(cast: Cast) -> None:
    """Nothing is refused for what the leaders did meanwhile: words can be added at any time."""
    idea = await sent(cast)
    ben = await cast.ben()
    form = (await ben.page(path(cast))).form(f"/ideas/{idea}/additions")
    assert took(await (await cast.leo()).answer(idea, "on_hold", text="Vi venter på nye senge.", date=SOON))
    assert took(await ben.submit(form, {"text": "Det haster for dem på stue 4"}))
