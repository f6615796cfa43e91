""" "Kan I mærke det?": asked when it is done, counted after fourteen days; one answer never decides."""

from datetime import timedelta

import pytest

from schemas.roles import Role
from server.core.days import danish_day
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.follow_ups.scene import (
    DONE,
    all_answer,
    answer,
    asked,
    done,
    given,
    later,
    say_done,
    since_last,
    status,
    work,
)

ASK = "Kan du mærke det?"


async def test_members_are_asked_at_the_meeting_and_on_the_story(cast: Cast, site: Site) -> None:
    idea = await done(cast, site)
    row = await asked(cast)
    assert danish_day(row["closes_at"]) - danish_day(row["asked_at"]) == timedelta(days=14)
    assert "Kan I mærke det?" in (await (await cast.ben()).page(f"/ideas/{idea}")).element("story").text_content()
    await since_last(cast)
    for member in (await cast.ben(), await cast.rie(), await cast.finn()):
        for page in (await member.look(), await member.page(f"/ideas/{idea}")):
            words = page.element("asked").text_content()
            assert ASK in words
            assert DONE in words
            assert page.form("/felt") is not None
    for other in (await cast.leo(), await cast.olga()):
        other.meeting = cast.meeting.public_id
        page = await other.look()
        assert "Medlemmerne svarer" in page.element("asked").text_content()
        assert not page.select("//form[contains(@action, '/felt')]")
        assert (await answer(other, cast, "yes")).status_code == 403
    assert await given(cast) == []


@pytest.mark.parametrize("script", [True, False])
async def test_an_answer_is_thanked_for_and_may_be_changed(cast: Cast, site: Site, script: bool) -> None:
    await done(cast, site)
    await since_last(cast)
    ben = await cast.ben()
    assert took(await answer(ben, cast, "no", "Det larmer endnu.", script=script))
    assert took(await answer(ben, cast, "yes", "Nu er der ro.", script=script))
    assert await given(cast) == [("yes", "Nu er der ro.")]
    page = await ben.look()
    assert "Tak. Dit svar er gemt." in page.element("asked").text_content()
    assert dict(page.form("/felt").form_values())["answer"] == "yes"
    assert "Tak. Dit svar" not in (await (await cast.rie()).look()).element("asked").text_content()


REFUSED = (
    ({"answer": ""}, "Vælg et af svarene."),
    ({"answer": "better"}, "Vælg et af svarene."),
    ({"answer": "yes", "words": "x" * 1001}, "Der er plads til 1.000 tegn."),
    ({"answer": "yes", "words": "Ring på 20 30 40 50"}, "Det ligner et telefonnummer."),
)


async def test_what_cannot_be_kept_stays_in_the_form(cast: Cast, site: Site) -> None:
    idea = await done(cast, site)
    await since_last(cast)
    ben, question = await cast.ben(), (await asked(cast))["public_id"]
    for path in (f"{ben.room}/felt", f"/ideas/{idea}/felt"):
        for fields, told in REFUSED:
            sent = {"question": question, "words": "Mine ord", **fields}
            for headers in ({}, {"HX_Request": "true"}):
                refused = await ben.post(path, sent, **headers)
                case = f"{path} {fields} {headers}"
                assert refused.status_code == 422, case
                assert told in refused.text, case
                assert str(sent["words"]) in refused.text, case
    assert await given(cast) == []


@pytest.mark.parametrize(
    ("yes", "no", "then"),
    [
        pytest.param(3, 0, "confirmed", marks=pytest.mark.slow),
        (2, 1, "confirmed"),
        pytest.param(0, 3, "review", marks=pytest.mark.slow),
        (1, 2, "review"),
        (2, 2, "done"),
        (4, 1, "confirmed"),
    ],
)
async def test_three_answers_and_a_majority_decide(
    cast: Cast, site: Site, clock: Clock, yes: int, no: int, then: str
) -> None:
    idea = await done(cast, site)
    await all_answer(cast, yes, no)
    await later(cast, site, clock, 13)
    assert await status(cast, idea) == "done", "not before the fourteen days are over"
    await later(cast, site, clock, 2)
    assert await status(cast, idea) == then
    assert await given(cast) == []
    row = await asked(cast)
    assert (row["secret"], row["closed_at"] is not None) == (None, True)
    assert row["counts"] == ({"yes": yes, "no": no} if yes + no >= 5 else None)


@pytest.mark.parametrize(
    ("yes", "no"),
    [(2, 0), pytest.param(0, 1, marks=pytest.mark.slow), (0, 2), pytest.param(0, 0, marks=pytest.mark.slow)],
)
async def test_fewer_never_decide_and_wait_for_the_next_meeting(
    cast: Cast, site: Site, clock: Clock, yes: int, no: int
) -> None:
    idea = await done(cast, site)
    await all_answer(cast, yes, no, ("Det skal ingen læse.",))
    await later(cast, site, clock, 15)
    assert (await asked(cast))["closed_at"] is None
    await since_last(cast)
    assert "til jeres næste møde er slut" in (await (await cast.ben()).look()).text
    await end_for_good(cast)
    await work(cast, site)
    assert (await asked(cast))["closed_at"] is not None
    assert await status(cast, idea) == "done"
    assert await given(cast) == []
    page = await (await cast.ben()).page(f"/ideas/{idea}")
    assert "I svarede, om I kan mærke det." in page.text
    assert "Det skal ingen læse." not in page.text


async def test_those_who_come_to_the_meeting_decide_together_with_those_before(
    cast: Cast, site: Site, clock: Clock
) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 2, 0)
    await later(cast, site, clock, 40)
    assert took(await answer(await cast.rie(), cast, "yes"))
    await end_for_good(cast)
    await work(cast, site)
    assert await status(cast, idea) == "confirmed"


async def test_without_any_meeting_it_ends_after_half_a_year(cast: Cast, site: Site, clock: Clock) -> None:
    await done(cast, site)
    await later(cast, site, clock, 179)
    assert (await asked(cast))["closed_at"] is None
    await later(cast, site, clock, 2)
    assert (await asked(cast))["closed_at"] is not None


async def test_not_felt_goes_back_to_the_leader_with_the_members_words(
    cast: Cast, site: Site, clock: Clock, database_url: str
) -> None:
    idea = await done(cast, site)
    words = ("Vognene larmer endnu.", "Kun på gangen.", "Jeg sover bedre.")
    await all_answer(cast, 1, 3, (words[2], words[0], words[1]))
    await later(cast, site, clock)
    row = (await rows(database_url, "SELECT * FROM idea WHERE public_id = $1", idea))[0]
    assert (row["status"], row["leader_id"]) == ("review", cast.people["Leo"].id)
    assert (danish_day(row["answer_by"]) - danish_day(row["status_at"])).days >= cast.board.answer_days
    page = await (await cast.ben()).page(f"/ideas/{idea}")
    line = page.element("story").text_content()
    for said in words:
        assert said in line
    assert "Medlem 1" not in page.text
    assert f"/answers/{idea}" in (await (await cast.leo()).get("/answers")).text


async def test_more_words_than_one_line_holds_are_all_there(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await done(cast, site)
    words = tuple(f"{number} " + "ord " * 240 for number in range(6))
    await all_answer(cast, 0, 6, words)
    await later(cast, site, clock)
    page = await (await cast.ben()).page(f"/ideas/{idea}")
    for said in words:
        assert said.strip() in page.text
    assert await status(cast, idea) == "review"


async def test_what_looks_like_a_number_only_side_by_side_does_not_stop_it(
    cast: Cast, site: Site, clock: Clock
) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 3, 0, ("Stue 20 30", "40 50 gange om natten"))
    await later(cast, site, clock)
    assert await status(cast, idea) == "confirmed"


async def test_done_again_is_asked_again(cast: Cast, site: Site, clock: Clock, database_url: str) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 0, 3)
    await later(cast, site, clock)
    leo = await cast.leo()
    assert took(await leo.answer(idea, "agreed", text="Vi prøver igen.", owner="Leo Bach"))
    await say_done(cast, site, idea)
    row = await asked(cast)
    assert row["closed_at"] is None
    assert (await rows(database_url, "SELECT count(*) FROM follow_up"))[0][0] >= 2
    await all_answer(cast, 4, 0)
    await later(cast, site, clock)
    assert await status(cast, idea) == "confirmed"


async def test_an_idea_that_has_left_is_not_asked_about_any_longer(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 0, 2)
    leo = await cast.leo()
    fields = {"status": "evaluated", "effect": "better", "text": "Der er ro."}
    early = await leo.post(f"/ideas/{idea}/status", fields)
    assert early.status_code == 409
    assert "Vent, til de har svaret." in early.text
    assert "Der er ro." in early.text, "what they wrote is not lost"
    await later(cast, site, clock)  # too few have answered; the next meeting would ask again
    assert took(await leo.post(f"/ideas/{idea}/status", fields))
    await work(cast, site)
    assert await given(cast) == []
    row = await asked(cast)
    assert (row["secret"], row["counts"]) == (None, None)
    await later(cast, site, clock)
    assert await status(cast, idea) == "evaluated"
    await since_last(cast)
    ben = await cast.ben()
    sent = {"question": row["public_id"], "answer": "yes", "words": "For sent"}
    for path in (f"{ben.room}/felt", f"/ideas/{idea}/felt"):
        for headers in ({}, {"HX_Request": "true"}):
            late = await ben.post(path, sent, **headers)
            assert late.status_code == 409
            assert "Tak, fordi du ville svare." in late.text
            assert "For sent" in late.text


async def test_answers_about_a_hidden_idea_wait_until_it_is_shown(cast: Cast, site: Site, clock: Clock) -> None:
    idea, ada = await done(cast, site), await cast.ada()
    await all_answer(cast, 3, 0, ("Nu er der ro.",))
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "1", "reason": "Der står et navn i den."}))
    await later(cast, site, clock)
    assert len(await given(cast)) == 3
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "0"}))
    await work(cast, site)
    assert await given(cast) == []
    assert await status(cast, idea) == "confirmed"
    assert "Nu er der ro." in (await (await cast.ben()).page(f"/ideas/{idea}")).text


async def test_answers_about_a_hidden_idea_are_kept_for_half_a_year(cast: Cast, site: Site, clock: Clock) -> None:
    idea, ada = await done(cast, site), await cast.ada()
    await all_answer(cast, 3, 0)
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "1", "reason": "Der står et navn i den."}))
    await later(cast, site, clock, days=170)
    assert len(await given(cast)) == 3
    await later(cast, site, clock, days=11)
    assert await given(cast) == []
    assert (await asked(cast))["secret"] is None


async def test_without_a_leader_anywhere_it_stays_done_and_the_words_are_told(
    cast: Cast, site: Site, clock: Clock, database_url: str
) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 0, 3, ("Vognene larmer endnu.",))
    await rows(database_url, "UPDATE unit SET leader_id = NULL")
    await later(cast, site, clock)
    assert await status(cast, idea) == "done"
    assert "Vognene larmer endnu." in (await (await cast.ben()).page(f"/ideas/{idea}")).text


async def test_what_a_removed_member_answered_is_counted(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await done(cast, site)
    await all_answer(cast, 2, 0)
    ben = await cast.ben()
    assert took(await answer(ben, cast, "yes"))
    seat = (await ben.look()).body.get("data-seat") or ""
    assert took(await (await cast.ada()).remove(seat))
    assert len(await given(cast)) == 3, "fewer would tell that this one had answered"
    assert (await answer(ben, cast, "no")).status_code == 404
    await end_for_good(cast)
    await later(cast, site, clock)
    assert await status(cast, idea) == "confirmed"


async def test_another_boards_question_is_not_there(cast: Cast, site: Site) -> None:
    await done(cast, site)
    rie = await cast.rie()
    fields = {"question": "A" * 22, "answer": "yes"}
    assert (await rie.post(f"{rie.room}/felt", fields)).status_code == 404
    citizen = await cast.member("Ib", Role.CITIZEN)
    assert took(await answer(citizen, cast, "yes"))
