"""Approved minutes are sent once to each of those who were invited: a link, and nothing of what was said."""

from datetime import datetime

import pytest

from server.core.days import DENMARK
from tests.meeting.invitations.inviting import mailed
from tests.room.minutes.scene import TITLES, WORDS, Evening, evening
from tests.room.minutes.test_editing import edit
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import link_in, took

LETTERS = "SELECT * FROM mail WHERE body LIKE '%/minutes/%' ORDER BY recipient"
FOLLOW = """INSERT INTO follow (idea_id, seat_id, mail, weekly, language, created_at, confirmed_at)
            SELECT id, seat_id, $2, false, 'en', now(), CASE WHEN $3 THEN now() END FROM idea WHERE public_id = $1"""


async def send(at: Evening) -> None:
    ada = await at.cast.ada()
    assert took(await ada.submit((await ada.page(f"{at.path}/letters")).form("/letters")))


async def invited(cast: Cast) -> Evening:
    """Ida was invited, Finn follows the chosen idea, and somebody has not confirmed an address."""
    await mailed(cast, ["ida@home.test", "finn@home.test"])
    at = await evening(cast)
    for title, mail, confirmed in ((TITLES[0], "finn@home.test", True), (TITLES[2], "FINN@home.test", True)):
        await rows(cast.database.url, FOLLOW, at.ideas[title], mail, confirmed)
    await rows(cast.database.url, FOLLOW, at.ideas[TITLES[2]], "olga@home.test", True)
    await rows(cast.database.url, FOLLOW, at.ideas[TITLES[2]], "nej@home.test", False)
    return at


async def letters(cast: Cast) -> list[dict[str, str]]:
    return [dict(row) for row in await rows(cast.database.url, LETTERS)]


@pytest.mark.long
async def test_each_gets_one_letter_with_a_link_that_needs_no_seat(cast: Cast) -> None:
    at = await invited(cast)
    await at.approve()
    page = await (await cast.ada()).page(f"{at.path}/letters")
    assert "Vi sender et brev til 5 adresser." in page.text
    assert "home.test" not in page.text
    for path in ("", "/edit", "/letters"):
        ways = (await (await cast.ada()).page(at.path + path)).select("//header//a")
        assert at.path.replace("/minutes", "/desk") in [way.get("href") for way in ways], path
    await send(at)
    await send(at)
    found = await letters(cast)
    staff = [cast.people["Ada"].mail, cast.people["Leo"].mail]
    assert [one["recipient"] for one in found] == sorted([*staff, "finn@home.test", "ida@home.test", "olga@home.test"])
    assert len({one["message_id"] for one in found}) == 5
    for one in found:
        assert "," not in one["recipient"]
        token = link_in(one["body"], "/minutes/")  # it may hold any letters
        told = f"{one['subject']} {one['body']}".replace(token, "")
        assert not [words for words in (*TITLES, *WORDS.split("\n"), "Birthe", "Ben") if words in told]
    link = link_in(found[-1]["body"], "/minutes/")
    read = await (await cast.cleo()).get(link.removeprefix(cast.url))
    assert read.status_code == 200
    assert TITLES[0] in read.text
    assert read.headers["cache-control"] == "no-store"
    assert "noindex" in read.headers["x-robots-tag"]
    assert "Set-Cookie" not in read.headers
    assert "/ideas/" not in read.text, "they have no seat: nothing leads where they may not go"
    english = next(one for one in found if one["recipient"] == "olga@home.test")
    assert english["subject"].startswith("The minutes are ready")


async def test_staff_get_it_in_the_language_that_they_read(cast: Cast) -> None:
    at = await invited(cast)
    await at.approve()
    await (await cast.leo()).post("/reading", {"language": "en"})
    await send(at)
    told = {one["recipient"]: one["subject"].partition(":")[0] for one in await letters(cast)}
    assert told[cast.people["Leo"].mail] == "The minutes are ready"
    assert told[cast.people["Ada"].mail] == "Referatet er klar"


async def test_who_was_taken_off_the_board_gets_none(cast: Cast) -> None:
    at = await invited(cast)
    await at.approve()
    gone = "UPDATE seat SET removed_at = now() FROM idea WHERE seat.id = idea.seat_id AND idea.public_id = $1"
    await rows(cast.database.url, gone, at.ideas[TITLES[2]])
    page = await (await cast.ada()).page(f"{at.path}/letters")
    assert "Vi sender et brev til 4 adresser." in page.text, "Olga is not among them"


async def test_letters_wait_for_the_morning(cast: Cast, clock: Clock) -> None:
    clock.stop(datetime(2026, 11, 20, 21, 30, tzinfo=DENMARK))  # a Friday
    at = await evening(cast)
    await at.approve()
    await send(at)
    query = "SELECT due_at FROM job JOIN mail ON mail.id = subject_id AND kind = 'mail' WHERE body LIKE '%/minutes/%'"
    due = {row["due_at"] for row in await rows(cast.database.url, query) if row["due_at"].year == 2026}
    assert datetime(2026, 11, 23, 8, tzinfo=DENMARK) in due
    ada, when = await cast.ada(), "23. november 2026 kl. 08.00"
    assert f"Brevene går {when}." in (await at.read()).text
    assert f"Denne udgave går {when}." in (await ada.page(f"{at.path}/letters")).text
    again = await ada.submit((await ada.page(f"{at.path}/letters")).form("/letters"))
    assert "Der var ingen nye adresser." in (await ada.follow(again)).text
    clock.stop(datetime(2026, 11, 23, 9, tzinfo=DENMARK))
    assert "Det blev sendt 20. november 2026" in (await at.read()).text


async def test_it_is_not_sent_before_it_is_approved(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    before = len(await letters(cast))
    assert (await ada.post(f"{at.path}/letters", {"version": 1})).status_code == 409
    assert not (await ada.page(f"{at.path}/letters")).select("//form[contains(@action, '/letters')]")
    assert len(await letters(cast)) == before


async def test_a_correction_is_sent_again_only_on_purpose(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    await at.approve()
    await send(at)
    assert took(await edit(at, ada, {"words-other": "En rettelse."}))
    mine = [one for one in await letters(cast) if one["recipient"] == cast.people["Ada"].mail]
    assert len(mine) == 1
    await at.approve()
    assert len([one for one in await letters(cast) if one["recipient"] == cast.people["Ada"].mail]) == 1
    assert "En tidligere udgave blev sendt" in (await ada.page(f"{at.path}/letters")).text
    await send(at)
    mine = [one for one in await letters(cast) if one["recipient"] == cast.people["Ada"].mail]
    assert sorted(one["subject"].split(":")[0] for one in mine) == ["Referatet er klar", "Referatet er rettet"]
