""" "Hjalp det?": asked three months and a year after it was done; staff look at the answers and say so themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.follow_up import Question
from server.core.days import danish_day
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.follow_ups.scene import answer, asked, done, given, later, since_last, status
from workers.jobs.ask_if_helped import asked_at

DANISH = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("done_at", "question", "day"),
    [
        ("2026-01-15 10:00", Question.EFFECT_3, "2026-04-15"),
        ("2026-11-30 23:30", Question.EFFECT_3, "2027-03-01"),  # the 28th of February is a Sunday
        ("2026-12-31 12:00", Question.EFFECT_12, "2028-01-03"),  # New Year's Eve, New Year's Day, a weekend
        ("2028-02-29 12:00", Question.EFFECT_12, "2029-02-28"),
        ("2026-07-01 12:00", Question.EFFECT_3, "2026-10-01"),
    ],
)
def test_it_is_asked_at_nine_on_a_working_day(done_at: str, question: Question, day: str) -> None:
    at = asked_at(datetime.fromisoformat(done_at).replace(tzinfo=DANISH).astimezone(UTC), question)
    assert at.astimezone(DANISH).strftime("%Y-%m-%d %H:%M") == f"{day} 09:00"


async def months_pass(cast: Cast, site: Site, clock: Clock) -> str:
    """An idea is done, its first question is over, and three months have gone by."""
    idea = await done(cast, site)
    for _ in range(4):
        await later(cast, site, clock, 25)
    return idea


@pytest.mark.long
async def test_members_answer_and_staff_are_asked_to_look(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await months_pass(cast, site, clock)
    await (await cast.leo()).post("/reading", {"language": "en"})
    row = await asked(cast, "effect_3")
    assert danish_day(row["closes_at"]) - danish_day(row["asked_at"]) == timedelta(days=14)
    await since_last(cast)
    assert "For tre måneder siden skrev ledelsen:" in (await (await cast.ben()).look()).text
    members = await cast.guests_join(5)
    for number, member in enumerate(members):
        said, words = ("better", "Jeg sover.") if number else ("worse", "Det er koldt.")
        assert took(await answer(member, cast, said, words, question="effect_3"))
    assert (await answer(members[0], cast, "yes", question="effect_3")).status_code == 422
    await later(cast, site, clock)
    row = await asked(cast, "effect_3")
    assert row["counts"] == {"better": 4, "same": 0, "worse": 1, "unknown": 0}
    assert await given(cast) == []
    assert await status(cast, idea) == "done"
    page = await (await cast.ben()).page(f"/ideas/{idea}")
    for told in ("I svarede, om det hjalp.", "Jeg sover.", "Det er koldt."):
        assert told in page.text
    query = "SELECT recipient, subject, body FROM mail WHERE body LIKE $1"
    letters = await rows(cast.database.url, query, f"%/ideas/{idea}#acts%")
    subjects = {cast.people["Leo"].mail: "Did the idea help?", cast.people["Ada"].mail: "Hjalp idéen?"}
    assert {row["recipient"]: row["subject"] for row in letters} == subjects
    assert not [row for row in letters if "Jeg sover" in row["body"] or "Ro om aftenen" in row["body"]]


@pytest.mark.long
async def test_it_is_evaluated_after_three_months_and_with_the_same_words_after_a_year(
    cast: Cast, site: Site, clock: Clock
) -> None:
    idea = await months_pass(cast, site, clock)
    leo = await cast.leo()
    fields = {"status": "evaluated", "effect": "better", "text": "De fleste sover."}
    for _ in range(2):  # a second click is no second look
        assert took(await leo.post(f"/ideas/{idea}/status", fields))
    for _ in range(11):
        await later(cast, site, clock, 25)
    await leo.sign_in(await cast.link_for("Leo"))  # nobody stays signed in for longer than a year
    assert took(await leo.post(f"/ideas/{idea}/status", fields))
    query = (
        "SELECT count(*) FROM status_change JOIN idea ON idea.id = idea_id WHERE public_id = $1 AND effect = 'better'"
    )
    assert (await rows(cast.database.url, query, idea))[0][0] == 2
    asked_of = "SELECT question FROM follow_up WHERE board_id = $1 ORDER BY id"
    found = [row["question"] for row in await rows(cast.database.url, asked_of, cast.board.id)]
    assert found == ["felt", "effect_3", "effect_12"]


async def test_what_was_not_felt_is_not_asked_about_until_it_is_done_again(
    cast: Cast, site: Site, clock: Clock
) -> None:
    idea = await done(cast, site)
    for member in await cast.guests_join(3):
        assert took(await answer(member, cast, "no"))
    for _ in range(4):
        await later(cast, site, clock, 25)
    assert await status(cast, idea) == "review"
    query = "SELECT question FROM follow_up WHERE board_id = $1"
    assert [row["question"] for row in await rows(cast.database.url, query, cast.board.id)] == ["felt"]


async def test_too_few_tell_nothing_and_staff_look_all_the_same(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await months_pass(cast, site, clock)
    for member in await cast.guests_join(2):
        assert took(await answer(member, cast, "worse", "Det er koldt.", question="effect_3"))
    await later(cast, site, clock)
    row = await asked(cast, "effect_3")
    assert (row["counts"], row["closed_at"] is not None) == (None, True)
    assert "Det er koldt." not in (await (await cast.ben()).page(f"/ideas/{idea}")).text
