"""Agreeing on an idea: who carries it, a first step, and off to a leader."""

from datetime import timedelta

import pytest

from schemas.flow import Status
from server.core import clock
from server.core.days import danish_day, working_day
from tests.room.agreements.scene import (
    LATER,
    SOON,
    agree,
    chosen_two,
    facts,
    take,
    taken_along,
    words,
    written,
)
from tests.room.votes.voting import open_vote
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import words as words_in
from tests.support.member import Staff, took
from tests.work.answers.scene import put, shown, stored


async def kept(cast: Cast) -> dict[str, object]:
    """The one agreement of the board as it is stored."""
    query = """SELECT owner.name, owner.person_id, step.text, step.person, step.day::text, agreement.version
        FROM agreement JOIN idea ON idea.id = agreement.idea_id JOIN step ON step.id = agreement.step_id
        JOIN owner ON owner.idea_id = idea.id AND owner.carries WHERE idea.board_id = $1"""
    found = await rows(cast.database.url, query, cast.board.id)
    assert len(found) == 1
    return dict(found[0])


async def events(cast: Cast, kind: str) -> int:
    query = "SELECT 1 FROM event WHERE board_id = $1 AND kind = $2"
    return len(await rows(cast.database.url, query, cast.board.id, kind))


async def test_one_button_comes_first(cast: Cast) -> None:
    """With an idea in hand it is what becomes of that idea, and leading on is quiet."""
    ada, idea = await cast.ada(), await taken_along(cast)

    async def first() -> list[str]:
        """The filled buttons of the desk, without the way of a leader's name into them."""
        found = (await ada.desk()).select("//*[contains(@class, 'primary') and not(ancestor::dialog)]")
        return [words_in(each)[:14] for each in found]

    assert await first() == ["Gem aftalen og"]
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL")
    assert await first() == ["Gem aftalen"]
    assert took(await agree(cast, idea, leader="", answer_by=""))
    assert await first() == ["Gå til: Luk"]


async def test_what_is_agreed_is_shown_to_the_room_and_not_sent_yet(cast: Cast) -> None:
    ben, idea = await cast.ben(), await taken_along(cast)
    stream = await ben.stream()
    assert took(await agree(cast, idea))
    await stream.sees("Spørg køkkenet")
    told = facts(stream.page)
    assert told["Tager idéen med"] == "Birthe"
    assert told["Hvem og hvornår"] == f"Birthe, senest {written(SOON)}"
    assert told["Skal sendes til"] == "Leo Bach, Afdelingschef"
    assert told["Svar senest"] == written(LATER)
    assert (await stored(cast, idea)).status is Status.PRIORITISED
    assert await kept(cast) == {
        "name": "Birthe",
        "person_id": None,
        "text": "Spørg køkkenet",
        "person": "Birthe",
        "day": SOON,
        "version": 1,
    }
    await stream.close()


async def test_it_is_sent_by_the_same_button_and_the_leader_reads_who_carries_it(cast: Cast) -> None:
    idea = await taken_along(cast)
    assert took(await agree(cast, idea, do="send", person="Kurt"))
    row = await stored(cast, idea)
    assert row.status is Status.REVIEW
    assert row.leader_id == cast.people["Leo"].id
    assert row.answer_by is not None
    leo = await cast.leo()
    letter = (await leo.page("/answers")).element(f"letter-{idea}").text_content()
    assert "Birthe tager idéen med til dig." in letter
    assert f"Første skridt: Spørg køkkenet. Kurt, senest {written(SOON)}." in letter
    story = (await leo.page(f"/ideas/{idea}")).element("story").text_content()
    assert "Birthe tager idéen med til lederen." in story
    assert "Spørg køkkenet" in story


async def test_the_carrier_stays_in_the_story_when_the_leader_gives_it_to_another(cast: Cast) -> None:
    idea = await taken_along(cast)
    assert took(await agree(cast, idea, do="send"))
    leo = await cast.leo()
    assert took(await leo.answer(idea, "agreed", text="Det gør vi.", owner="Leo Bach"))
    story = (await leo.page(f"/ideas/{idea}")).element("story").text_content()
    assert "Birthe tog idéen med til lederen." in story
    assert "Ansvaret har Leo Bach." in story
    assert "Næste skridt: Spørg køkkenet" in story
    step = {"status": "in_progress", "step": "Køb filt", "person": "Leo Bach", "step_date": SOON}
    assert took(await leo.post(f"/ideas/{idea}/status", step))
    story = (await leo.page(f"/ideas/{idea}")).element("story").text_content()
    assert "Køb filt" in story
    assert "Spørg køkkenet" in story, "nobody has taken that step yet"
    owners = "SELECT name FROM owner JOIN idea ON idea.id = owner.idea_id WHERE idea.board_id = $1 ORDER BY owner.id"
    assert [row["name"] for row in await rows(cast.database.url, owners, cast.board.id)] == ["Birthe", "Leo Bach"]


async def test_a_carrier_does_not_answer_for_the_leader(cast: Cast) -> None:
    """Ada carries it herself; that is no leave to try it before Leo has answered."""
    idea = await taken_along(cast)
    assert took(await agree(cast, idea, do="send", owner="ada holm"))
    assert (await kept(cast))["person_id"] == cast.people["Ada"].id
    trial = {"status": "trial", "where": "Afsnit 3", "until": SOON}
    assert (await (await cast.ada()).post(f"/ideas/{idea}/status", trial)).status_code == 403
    assert (await stored(cast, idea)).status is Status.REVIEW


@pytest.mark.parametrize("do", ["save", "send"])
async def test_twice_is_once(cast: Cast, do: str) -> None:
    idea = await taken_along(cast)
    for _ in range(2):
        assert took(await agree(cast, idea, do=do))
    assert (await kept(cast))["version"] == 1
    assert await events(cast, "AgreementMade") == 1
    lines = """SELECT 1 FROM status_change AS line JOIN idea ON idea.id = line.idea_id
        WHERE idea.board_id = $1 AND line.status = 'review'"""
    assert len(await rows(cast.database.url, lines, cast.board.id)) == (do == "send")


async def test_it_may_be_changed_until_it_is_sent(cast: Cast) -> None:
    idea = await taken_along(cast)
    assert took(await agree(cast, idea))
    assert took(await agree(cast, idea, version=1, owner="Kurt", step="Ring til Leo"))
    assert (await kept(cast)) | {"day": ""} == {
        "name": "Kurt",
        "person_id": None,
        "text": "Ring til Leo",
        "person": "Kurt",
        "day": "",
        "version": 2,
    }
    assert took(await agree(cast, idea, version=2, owner="Kurt", step="Ring til Leo", do="send"))
    late = await agree(cast, idea, version=2, owner="Amina")
    assert late.status_code == 409
    assert "sendt til lederen imens" in late.text
    assert 'value="Amina"' in late.text
    assert (await kept(cast))["name"] == "Kurt"


async def other_coordinator(cast: Cast) -> Staff:
    return await Staff(cast.url).sign_in(await cast.link_for("Ada"))


@pytest.mark.parametrize("script", [True, False])
async def test_the_second_of_two_coordinators_sees_both_and_loses_nothing(cast: Cast, script: bool) -> None:
    idea, second = await taken_along(cast), await other_coordinator(cast)
    assert took(await agree(cast, idea, owner="Birthe", step="Spørg køkkenet"))
    typed = words(cast, owner="Jørgen", step="Tal med nattevagten", version=0)
    headers = {"HX_Request": "true"} if script else {}
    answer = await second.post(f"/ideas/{idea}/agreement", typed, **headers)
    assert answer.status_code == 409
    for words_of_both in ("Birthe", "Spørg køkkenet", 'value="Jørgen"', 'value="Tal med nattevagten"'):
        assert words_of_both in answer.text
    assert 'name="version" value="1"' in answer.text, "the next try starts from what is stored now"
    assert (await kept(cast))["name"] == "Birthe"
    assert took(await second.post(f"/ideas/{idea}/agreement", typed | {"version": 1}))
    assert (await kept(cast))["name"] == "Jørgen"
    await second.close()


async def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(cast: Cast) -> None:
    idea = await taken_along(cast)
    answer = await agree(cast, idea, do="send", owner="", step="Ring", step_date="2001-01-01", leader="x@y.test")
    assert answer.status_code == 422
    for sentence in ("Skriv, hvem der tager idéen med", "Vælg en dato, der ikke er gået.", "Vælg en leder."):
        assert sentence in answer.text
    assert "Skriv, hvem der gør det." not in answer.text
    assert 'value="Ring"' in answer.text
    assert not await events(cast, "AgreementMade")
    assert (await stored(cast, idea)).status is Status.PRIORITISED


async def test_staff_are_warned_of_a_phone_number_and_not_stopped(cast: Cast) -> None:
    idea = await taken_along(cast)
    answer = await agree(cast, idea, owner="Birthe, 22 33 44 55")
    assert answer.status_code == 422
    assert "ligner et telefonnummer" in answer.text
    warned = answer.text.split('name="warned" value="')[1].split('"')[0]
    assert took(await agree(cast, idea, owner="Birthe, 22 33 44 55", warned=warned))


async def test_the_form_proposes_the_nearest_leader_and_days_on_which_people_work(cast: Cast) -> None:
    idea, today = await taken_along(cast), danish_day(clock.now())
    form = dict((await (await cast.ada()).desk()).form(f"#agreement-{idea}").form_values())
    assert form["leader"] == cast.people["Leo"].mail
    assert form["answer_by"] == working_day(today + timedelta(days=30)).isoformat()
    assert form["step_date"] == working_day(today + timedelta(days=14)).isoformat()
    assert "Gem aftalen og send til Leo Bach" in (await (await cast.ada()).desk()).text


async def test_an_idea_that_nobody_chose_has_no_agreement(cast: Cast) -> None:
    idea = await shown(cast)
    answer = await agree(cast, idea)
    assert answer.status_code == 409
    assert not await events(cast, "AgreementMade")


@pytest.mark.parametrize("phase", ["result", "close"])
async def test_what_is_sent_when_its_step_is_over_is_refused_with_a_sentence(cast: Cast, phase: str) -> None:
    """The step that is there now may have ideas too, but no form to put it back into."""
    idea, ada = await taken_along(cast), await cast.ada()
    assert took(await take(ada, idea))
    assert took(await ada.phase(phase))
    answer = await agree(cast, idea, version=7)
    assert answer.status_code == 409
    assert "Dine ord står her endnu" in answer.text


async def test_taking_along_is_once_and_only_what_is_there(cast: Cast) -> None:
    idea, ada = await taken_along(cast), await cast.ada()
    assert took(await take(ada, idea))
    assert await events(cast, "StatusChanged") == 1
    assert (await take(ada, "no-such-idea")).status_code == 422
    await put(cast, idea, Status.AGREED)
    assert (await take(ada, idea)).status_code == 409


async def test_the_idea_spoken_of_is_the_first_that_is_not_settled_unless_another_is_put_there(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("Ro", "Kaffe", "Filt"):
        assert took(await ben.propose(title))
    await ada.phase("reveal")
    await ada.phase("agree")
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY number"
    ideas = [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]
    for idea in ideas:
        await take(ada, idea)
    screen = await cast.cleo()

    async def on_screen() -> list[str]:
        page = await screen.page(f"/screen/{cast.meeting.screen_token}")
        return [str(each.get("id"))[14:] for each in page.select("//div[contains(@class, 'screen-agreed')]")]

    assert await on_screen() == [ideas[0]]
    assert took(await ada.post(f"{ada.room}/focus", {"about": ideas[2]}))
    assert await on_screen() == [ideas[2]]
    assert took(await agree(cast, ideas[2]))
    assert await on_screen() == [ideas[0]]
    for idea in ideas[:2]:
        assert took(await agree(cast, idea, do="send"))
    assert await on_screen() == ideas


async def test_the_best_comes_first_and_is_in_hand(cast: Cast) -> None:
    guests, ada = await cast.guests_join(5), await cast.ada()
    ideas = await open_vote(cast, 3)
    for number, guest in enumerate(guests):
        assert took(await guest.vote({ideas[2]: 3, ideas[0]: 1 + number % 2}))
    for phase in ("result", "agree"):
        assert took(await ada.phase(phase))
    assert took(await take(ada, ideas[1]))
    desk = await ada.desk()
    lines = [str(line.get("id"))[6:] for line in desk.select("//li[contains(@class, 'agreement-line')]")]
    assert lines == [ideas[2], ideas[0], ideas[1]], "the result's order, then what was taken along"
    assert desk.find(f"agreement-{ideas[2]}") is not None
    assert took(await ada.phase("close"))
    told = (await ada.look()).select("//section[@id='room']//a[starts-with(@href, '/ideas/')]")
    at = [str(link.get("href")).split("/")[2].split("#")[0] for link in told]
    assert list(dict.fromkeys(at)) == lines


async def test_saving_takes_the_next_in_hand_without_a_new_page(cast: Cast) -> None:
    first, second = await chosen_two(cast)
    ada, screen = await cast.ada(), await cast.cleo()
    desk = await ada.stream(f"{ada.room}/desk")
    answer = await agree(cast, first)
    assert answer.status_code == 200, "an answer with fragments, and no way to another page"
    desk.page.apply(answer.text)
    assert desk.page.find(f"agreement-{first}") is None
    assert desk.page.find(f"agreement-{second}") is not None
    assert "Aftalt" in words_in(desk.page.element(f"agree-{first}"))
    assert facts(desk.page, "//ol[@class='agreements']")["Tager idéen med"] == "Birthe"
    wall = await screen.page(f"/screen/{cast.meeting.screen_token}")
    assert wall.find(f"screen-agreed-{second}") is not None
    assert "Aftalt: idé 1" in wall.text
    assert took(await ada.submit(desk.page.form(f"#show-{first}")))
    await desk.until(lambda page: page.find(f"agreement-{first}") is not None)
    wall = await screen.page(f"/screen/{cast.meeting.screen_token}")
    assert facts(wall, "//div[@id='stage']")["Tager idéen med"] == "Birthe", "what is agreed on it so far"
    await desk.close()
