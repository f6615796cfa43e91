"""A meeting that was ended by mistake: for an hour nothing leaves it, and it can be opened again."""

from datetime import timedelta

import pytest

from schemas.meeting import LASTS
from schemas.roles import Role
from server.core.settings import Settings
from server.meeting.meetings.ending import AFTER, AGAIN
from tests.room.agreements.scene import SOON
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.support.site import Site
from tests.workers.scene import until_caught_up, working

MINUTE = timedelta(minutes=1)
MEETING = "SELECT * FROM meeting WHERE id = $1"
LEFT = """SELECT (SELECT count(*) FROM heard_answer WHERE meeting_id = $1) AS answers,
(SELECT count(*) FROM round_voter JOIN round ON round.id = round_id WHERE meeting_id = $1) AS voters,
(SELECT count(*) FROM mail JOIN meeting ON body LIKE '%/m/' || public_id || '/%' WHERE meeting.id = $1) AS mails,
(SELECT nullif(heard::text, 'null') FROM meeting WHERE id = $1) AS heard,
(SELECT count(*) FROM event JOIN meeting ON meeting.board_id = event.board_id WHERE meeting.id = $1
 AND kind = 'MeetingSettled') AS settled"""
FIVE = 5


@pytest.fixture
async def settings(site: Site) -> Settings:
    """Its repeated jobs begin anew: those of an earlier test wait for a day that has not come."""
    await rows(site.settings.database_url, "DELETE FROM job WHERE kind LIKE 'every:%'")
    return site.settings


async def look(cast: Cast, settings: Settings) -> None:
    """A worker does what is due, and what that makes due."""
    async with working(settings):
        for _ in range(2):
            await until_caught_up(cast.database, every=True)


async def left(cast: Cast) -> dict[str, object]:
    """What the meeting has let out, and what it still keeps."""
    return dict((await rows(cast.database.url, LEFT, cast.meeting.id))[0])


async def stored(cast: Cast) -> dict[str, object]:
    return dict((await rows(cast.database.url, MEETING, cast.meeting.id))[0])


async def held(cast: Cast) -> Staff:
    """Five patients and five relatives have written, voted, and said that they felt heard; the meeting is in "Luk"."""
    ada = await cast.ada()
    members = [*await cast.guests_join(FIVE), *await cast.guests_join(FIVE, Role.RELATIVE)]
    for member in members:
        assert took(await member.propose(f"Idé fra {member.name}"))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    for member in members:
        form = (await member.look()).form("#ballot")
        first = next(name for name, _ in form.form_values() if name.startswith("dots-"))
        assert took(await member.submit(form, {first: 1}))
    for phase in ("result", "close"):
        assert took(await ada.phase(phase))
    for member in members:
        assert took(await member.post(f"{member.room}/heard", {"heard": "yes"}))
    return ada


async def by_role(cast: Cast, ada: Staff) -> bool:
    """Whether the progress board tells ideas apart by the role of who proposed them."""
    page = await ada.page(f"/b/{cast.board.public_id}/progress")
    return bool(page.select("//select[@name='role']"))


@pytest.mark.long
async def test_for_an_hour_nothing_leaves_it_and_then_everything_does_once(
    cast: Cast, settings: Settings, clock: Clock
) -> None:
    ada = await held(cast)
    assert took(await ada.post(f"{ada.room}/end"))
    await look(cast, settings)
    clock.ahead(AGAIN - MINUTE)
    await look(cast, settings)
    kept = {"answers": 2 * FIVE, "voters": 2 * FIVE, "mails": 0, "heard": None, "settled": 0}
    assert await left(cast) == kept
    assert not await by_role(cast, ada)
    assert "følte sig hørt" not in (await ada.page(f"{ada.room}/minutes")).text
    clock.ahead(2 * MINUTE)
    for _ in range(3):
        await look(cast, settings)
    gone = await left(cast)
    assert '"yes": 10' in str(gone.pop("heard"))
    assert gone == {"answers": 0, "voters": 0, "mails": 0, "settled": 1}
    assert await by_role(cast, ada)
    assert "10 af 10 følte sig hørt." in (await ada.page(f"{ada.room}/minutes")).text
    assert "Åbn mødet igen" not in (await ada.desk()).text


@pytest.mark.long
async def test_it_comes_back_with_its_step_its_door_and_its_pages(cast: Cast, settings: Settings, clock: Clock) -> None:
    """A vote that was given up stays so, and the draft of the minutes is written anew when it ends again."""
    members = await cast.guests_join(FIVE)
    await open_vote(cast)
    ada, screen = await cast.ada(), await cast.cleo()
    wall = f"/screen/{cast.meeting.screen_token}"
    streams = [await members[0].stream(), await ada.stream(f"{ada.room}/desk"), await screen.stream(wall)]
    assert took(await ada.post(f"{ada.room}/end"))
    for stream in streams:
        await stream.sees("Mødet er slut")
    edit = (await ada.page(f"{ada.room}/minutes/edit")).form("/minutes")
    assert took(await ada.submit(edit, {"words-other": "Vi skal huske kaffen."}))
    assert took(await ada.submit((await ada.desk()).form("/opening")))
    for stream in streams:
        await stream.sees("Stem")
        assert "Mødet er slut" not in stream.page.element("where").text_content()
        await stream.close()
    row = await stored(cast)
    assert (row["phase"], row["door_open"], row["ended_at"], row["settled_at"]) == ("vote", True, None, None)
    assert (await round_of(cast))["state"] == "void"
    assert "Stem forfra" in (await ada.desk()).element("room").text_content()
    assert "Afstemningen blev stoppet" in (await members[0].look()).text
    assert "Mødet er åbnet igen." in (await ada.page(f"{ada.room}/minutes")).text
    refused = await ada.post(f"{ada.room}/minutes/approval", {"version": 2})
    assert (refused.status_code, "Mødet er åbnet igen." in refused.text) == (409, True)
    late = await cast.rie()
    assert took(await late.propose("Det nåede vi også"))
    clock.ahead(2 * AGAIN)
    await look(cast, settings)
    assert (await stored(cast))["ended_at"] is None, "the job of the first end finds that it goes on"
    assert took(await ada.phase("reveal"))
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = await ada.page(f"{ada.room}/minutes")
    assert "Vi skal huske kaffen." in minutes.text
    assert f"{FIVE + 2} personer" in minutes.text
    assert "Nr. 3" in minutes.text or "2 tidligere udgaver" in minutes.text


async def test_a_locked_door_stays_locked(cast: Cast) -> None:
    ada = await cast.ada()
    await cast.ben()
    assert took(await ada.door(False))
    for path in ("end", "opening", "opening"):
        assert took(await ada.post(f"{ada.room}/{path}"))
    assert (await stored(cast))["door_open"] is False


async def refusal(ada: Staff) -> str:
    answer = await ada.post(f"{ada.room}/opening")
    assert answer.status_code == 409
    return " ".join(Page(answer.text).element("main").text_content().split())


async def test_it_is_too_late_when_the_hour_has_passed(cast: Cast, clock: Clock) -> None:
    """By the clock, also where no worker has come by yet."""
    ada = await cast.ada()
    await cast.ben()
    assert took(await ada.post(f"{ada.room}/end"))
    clock.ahead(AGAIN)
    assert "over en time siden" in await refusal(ada)
    assert (await ada.desk()).find("open-again") is None


async def test_approving_the_minutes_ends_the_hour(cast: Cast, settings: Settings, clock: Clock) -> None:
    """What is approved may be read by all, so the rest that the end publishes goes with it, and once."""
    ada = await held(cast)
    assert took(await ada.post(f"{ada.room}/end"))
    approval = await ada.page(f"{ada.room}/minutes/approval")
    assert "Mødet kan ikke åbnes igen, når referatet er godkendt." in approval.text
    assert took(await ada.submit(approval.form("/approval")))
    assert "10 af 10 følte sig hørt." in (await cast.devices["Medlem 1"].page(f"{ada.room}/minutes")).text
    assert "referatet er godkendt" in await refusal(ada)
    clock.ahead(2 * AGAIN)
    await look(cast, settings)
    assert (await left(cast))["settled"] == 1


async def test_it_stays_over_when_the_next_meeting_has_begun(cast: Cast) -> None:
    ada = await cast.ada()
    ben = await cast.ben()
    assert took(await ada.post(f"{ada.room}/end"))
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    fields = {"title": "Næste", "day": SOON, "time": "19.00", "ends": "21.30"}
    assert took(await ada.submit(page.form("/meetings"), fields))
    stream = await ada.stream(f"{ada.room}/desk")
    assert "Næste" in stream.page.element("after-next").text_content()
    assert stream.page.find("open-again") is not None
    query = "SELECT public_id, join_token FROM meeting WHERE title = 'Næste' AND board_id = $1"
    after = (await rows(cast.database.url, query, cast.board.id))[0]
    assert took(await ada.post(f"/m/{after['public_id']}/door", {"open": "1"}))
    seat = (await ben.look()).at("seat")
    assert took(await ben.post(f"/j/{after['join_token']}", {"who": seat}))
    await ben.page(f"/m/{after['public_id']}")
    await stream.until(lambda page: page.find("open-again") is None, what="nobody has begun it, but Ben sits there")
    await stream.close()
    assert "Det næste møde er begyndt" in await refusal(ada)
    assert (await ada.desk()).find("open-again") is None, "what may not be done is not offered"
    assert "1 var med i dag" in (await ada.desk()).text, "Ben was there, though his seat has gone on"


async def test_a_meeting_that_was_called_off_stays_so(cast: Cast) -> None:
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/cancellation"))
    assert (await ada.post(f"{ada.room}/opening")).status_code == 409


async def test_one_that_the_version_before_ended_stays_so(cast: Cast) -> None:
    """It published at once: what is counted again would tell by subtraction how somebody answered."""
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))
    # It writes no job that settles the meeting.
    await rows(cast.database.url, "DELETE FROM job WHERE kind = 'meeting_settle' AND subject_id = $1", cast.meeting.id)
    assert (await ada.desk()).find("open-again") is None
    refused = await ada.post(f"{ada.room}/opening")
    assert refused.status_code == 409
    assert "Tallene fra det er gjort op" in refused.text


async def test_one_that_ended_by_itself_can_be_opened_again_too(cast: Cast, settings: Settings, clock: Clock) -> None:
    """Its letter waits for the hour; if it goes on it ends by itself a day later, and the letter is written once."""
    ada = await held(cast)
    await look(cast, settings)
    clock.ahead(LASTS + AFTER + MINUTE)
    await look(cast, settings)
    assert (await stored(cast))["ended_itself"] is True
    assert (await left(cast))["mails"] == 0
    assert took(await ada.post(f"{ada.room}/opening"))
    assert (await stored(cast))["ended_itself"] is False
    clock.ahead(AFTER - MINUTE)
    await look(cast, settings)
    assert (await stored(cast))["ended_at"] is None, "somebody was there a day ago"
    clock.ahead(2 * MINUTE)
    await look(cast, settings)
    assert (await stored(cast))["ended_itself"] is True
    clock.ahead(AGAIN)
    for _ in range(2):
        await look(cast, settings)
    assert (await left(cast))["mails"] == 1
