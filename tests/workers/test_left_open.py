"""F: nobody closes the vote, nobody ends the meeting: a day after the last that happened both are done by a worker."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from schemas.meeting import LASTS
from server.core.days import danish_day
from server.core.settings import Settings
from server.meeting.meetings.ending import AFTER, AGAIN
from tests.room.votes.repeating import Voting
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.workers.scene import until_caught_up, working

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MEETING = "SELECT * FROM meeting WHERE id = $1"
MAILS = "SELECT recipient, subject, body FROM mail WHERE body LIKE '%/m/' || $1 || '/minutes%' ORDER BY recipient"
SECRETS = """SELECT 1 FROM ballot JOIN round ON round.id = round_id WHERE meeting_id = $1 UNION ALL
SELECT 1 FROM round_voter JOIN round ON round.id = round_id WHERE meeting_id = $1 UNION ALL
SELECT 1 FROM secret LEFT JOIN round ON round.id = round_id WHERE $1 IN (secret.meeting_id, round.meeting_id) UNION ALL
SELECT 1 FROM heard_answer WHERE meeting_id = $1"""


@pytest.fixture
async def settings(site: Site) -> Settings:
    """Its repeated jobs begin anew: those of an earlier test wait for a day that has not come."""
    await rows(site.settings.database_url, "DELETE FROM job WHERE kind LIKE 'every:%'")
    return site.settings


async def look(cast: Cast, settings: Settings) -> bool:
    """A worker does what is due, and what that makes due; whether the meeting is over then."""
    async with working(settings):
        for _ in range(2):
            await until_caught_up(cast.database, every=True)
    return (await rows(cast.database.url, MEETING, cast.meeting.id))[0]["ended_at"] is not None


async def voting(cast: Cast) -> Voting:
    """Five have voted, and everybody goes home."""
    at = await Voting.begin(cast, 3)
    round_id = (await round_of(cast))["public_id"]
    for member in at.members:
        assert took(await send(member, round_id, {at.ideas[1]: 2}))
    return at


@pytest.mark.long
async def test_the_vote_is_counted_and_the_meeting_ended(cast: Cast, settings: Settings, clock: Clock) -> None:
    at = await voting(cast)
    assert not await look(cast, settings)
    clock.ahead(LASTS + AFTER - HOUR)
    assert not await look(cast, settings)
    clock.ahead(HOUR)
    assert await look(cast, settings)
    assert await rows(cast.database.url, SECRETS, cast.meeting.id), "it can be opened again"
    clock.ahead(AGAIN)
    await look(cast, settings)
    row = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]
    assert (row["phase"], row["ended_itself"], row["heard_secret"]) == ("result", True, None)
    round_ = await round_of(cast)
    assert (round_["state"], round_["voters"], round_["secret"]) == ("closed", 5, None)
    assert await at.statuses() == ["proposed", "prioritised", "proposed"]
    assert not await rows(cast.database.url, SECRETS, cast.meeting.id)
    ada = await cast.ada()
    minutes = await ada.page(f"{ada.room}/minutes")
    assert "10 prikker" in minutes.text or "Valgt" in minutes.text
    assert "Ingen sluttede mødet." in minutes.text
    assert (await at.members[0].get(f"{ada.room}/minutes")).status_code == 404, "they are a draft"
    assert "Mødet er slut" in (await at.members[0].look()).text


@pytest.mark.long
async def test_the_coordinators_are_told_once_by_mail_and_on_the_page_of_jobs(
    cast: Cast, settings: Settings, clock: Clock
) -> None:
    await voting(cast)
    ada, bo = await cast.ada(), await cast.bo()
    await bo.post("/reading", {"language": "en"})
    page = f"/b/{cast.board.public_id}/jobs"
    await look(cast, settings)
    clock.ahead(HOUR)
    await look(cast, settings)
    assert "Slut mødet, hvis ingen andre gør det" in (await ada.page(page)).text
    clock.ahead(LASTS + AFTER)
    for _ in range(3):
        assert await look(cast, settings)
        clock.ahead(DAY)
    told = await rows(cast.database.url, MAILS, cast.meeting.public_id)
    assert [row["recipient"] for row in told] == sorted([cast.people["Ada"].mail, cast.people["Bo"].mail])
    assert "Stemmerne er talt op" in told[0]["body"]
    assert "The votes are counted" in told[1]["body"], "each is written to in their own language"
    assert f"{ada.room}/minutes" in told[0]["body"]
    assert "Idé nummer" not in told[0]["body"]
    await bo.post("/reading", {"language": "da"})
    text = (await bo.page(page)).text
    assert "Mødet sluttede af sig selv" in text
    assert "Slut mødet, hvis ingen andre gør det" not in text


@pytest.mark.long
async def test_what_happens_meanwhile_puts_it_off(cast: Cast, settings: Settings, clock: Clock) -> None:
    await voting(cast)
    await look(cast, settings)
    ada = await cast.ada()
    acts: list[Callable[[], Awaitable[object]]] = [
        lambda: ada.timer("start"),
        lambda: cast.devices["Medlem 1"].propose("Kom jeg for sent?"),
        lambda: cast.member("Ib"),
        lambda: ada.voting(method="dots", dots=4, most=2, own=1, leaders=1),
    ]
    clock.ahead(LASTS)
    for act in acts:
        clock.ahead(AFTER - 3 * HOUR)
        assert not await look(cast, settings)
        await act()
        clock.ahead(2 * HOUR)
        assert not await look(cast, settings), "somebody was there an hour ago"
    clock.ahead(AFTER - HOUR)
    assert await look(cast, settings)


async def test_what_was_ended_in_time_is_left_alone(cast: Cast, settings: Settings, clock: Clock) -> None:
    await voting(cast)
    await look(cast, settings)
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))
    clock.ahead(AGAIN)
    await look(cast, settings)
    before = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]
    clock.ahead(LASTS + AFTER)
    assert await look(cast, settings)
    assert (await rows(cast.database.url, MEETING, cast.meeting.id))[0] == before
    assert not await rows(cast.database.url, MAILS, cast.meeting.public_id)
    assert (await round_of(cast))["state"] == "void", "who ends it themselves gives the vote up"


async def test_a_meeting_that_nobody_came_to_may_still_be_moved(cast: Cast, settings: Settings, clock: Clock) -> None:
    ada = await cast.ada()
    await look(cast, settings)
    clock.ahead(LASTS + 3 * AFTER)
    assert not await look(cast, settings)
    form = (await ada.page(f"{ada.room}/setup")).form("/setup")
    later = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]["starts_at"] + 10 * DAY
    assert took(await ada.submit(form, {"day": danish_day(later).isoformat()}))
    clock.ahead(5 * DAY)
    assert not await look(cast, settings)
    await cast.ben()
    clock.ahead(2 * DAY)
    assert not await look(cast, settings), "Ben came early; the meeting was an hour ago"
    clock.ahead(2 * DAY)
    assert await look(cast, settings)


async def test_a_new_meeting_has_its_job_from_the_start(cast: Cast) -> None:
    ada = await cast.ada()
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    day = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]["starts_at"] + 30 * DAY
    fields = {"title": "Næste", "day": day.date().isoformat(), "time": "19.00", "ends": "21.30"}
    assert took(await ada.submit(page.form("/meetings"), fields))
    query = """SELECT job.due_at - meeting.ends_at AS after FROM meeting JOIN job ON kind = 'meeting_end'
    AND subject_id = meeting.id AND dedupe LIKE '%' || extract(epoch FROM meeting.ends_at)::bigint
    WHERE title = 'Næste' AND job.state = 'due'"""
    assert [row["after"] for row in await rows(cast.database.url, query)] == [AFTER]


async def test_who_felt_heard_is_counted_too(cast: Cast, settings: Settings, clock: Clock) -> None:
    members = await cast.guests_join(6)
    assert took(await (await cast.ada()).phase("close"))
    for member in members:
        assert took(await member.post(f"{member.room}/heard", {"heard": "yes"}))
    await look(cast, settings)
    for later in (LASTS + AFTER + HOUR, AGAIN):
        clock.ahead(later)
        assert await look(cast, settings)
    row = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]
    assert '"yes": 6' in row["heard"]
    assert row["heard_secret"] is None
    assert not await rows(cast.database.url, SECRETS, cast.meeting.id)


async def test_an_end_that_is_moved_away_and_back_is_still_one(cast: Cast, settings: Settings, clock: Clock) -> None:
    """Its job may wait still, or have found it gone; it ends a day after what happened last, and once."""
    await voting(cast)
    ada = await cast.ada()
    await look(cast, settings)
    here = (await rows(cast.database.url, MEETING, cast.meeting.id))[0]["starts_at"]

    async def moved(days: int) -> None:
        form = (await ada.page(f"{ada.room}/setup")).form("/setup")
        assert took(await ada.submit(form, {"day": (here + days * DAY).date().isoformat()}))

    for _ in range(2):  # before its job has looked
        await moved(10)
        await moved(0)
    assert await waiting(cast) == 2, "one for each end"
    await moved(10)
    clock.ahead(LASTS + AFTER)
    assert not await look(cast, settings)
    assert await waiting(cast) == 1, "the job for the first end has found it gone"
    for _ in range(2):
        await moved(0)
        await moved(10)
    await moved(0)
    assert not await look(cast, settings), "somebody was there just now"
    clock.ahead(AFTER - HOUR)
    assert not await look(cast, settings)
    clock.ahead(2 * HOUR)
    assert await look(cast, settings)
    ended = "SELECT 1 FROM event WHERE board_id = $1 AND kind = 'MeetingEnded'"
    clock.ahead(20 * DAY)
    assert await look(cast, settings)
    assert len(await rows(cast.database.url, ended, cast.board.id)) == 1
    assert await waiting(cast) == 0


async def waiting(cast: Cast) -> int:
    """Jobs that are to look whether the meeting is still open."""
    query = "SELECT 1 FROM job WHERE kind = 'meeting_end' AND subject_id = $1 AND state = 'due'"
    return len(await rows(cast.database.url, query, cast.meeting.id))
