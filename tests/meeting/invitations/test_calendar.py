"""The meeting in people's own calendars: asked for, reminded of, moved, cancelled, and stopped."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from schemas.codes import new_public_id
from schemas.meeting import Meeting
from server.core import clock as now_of
from server.core.days import DENMARK, danish_day, working_day
from server.core.settings import Settings
from server.mail.hours import next_open
from server.meeting.invitations.telling import day_before, tell_invited
from tests.meeting.invitations.inviting import mailed
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.site import Site
from tests.support.smtp import Letter, MailSink
from tests.support.waiting import until
from tests.workers.scene import working


def event_of(letter: Letter) -> tuple[str, dict[str, str]]:
    """The method and the meeting in a letter's calendar file."""
    (part,) = [part for part in letter.message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["method"], "mail programs go by the header"
    (event,) = calendar.walk("VEVENT")
    told = {name: str(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "STATUS")}
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert len(calendar.walk("VTIMEZONE")) == 1
    return str(calendar["method"]), told | {"DTSTART": event.decoded("DTSTART").isoformat()}


async def plan(cast: Cast, ada: Staff, day: date) -> None:
    """A meeting of its own at 19 on that day; Ada is at its desk."""
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    title = f"Møde {new_public_id()}"
    told = {"title": title, "day": day.isoformat(), "time": "19.00", "ends": "20.30", "place": "Lokale 2"}
    assert took(await ada.submit(page.form("/meetings"), told))
    found = await rows(cast.database.url, "SELECT public_id FROM meeting WHERE title = $1", title)
    ada.meeting = found[0]["public_id"]


@pytest.fixture
def settings(site: Site, mail_sink: MailSink) -> Settings:
    return site.settings.model_copy(update={"smtp_url": mail_sink.url})


@pytest.mark.long
async def test_a_meeting_lives_in_the_calendar_until_it_is_cancelled(
    cast: Cast, settings: Settings, mail_sink: MailSink, clock: Clock
) -> None:
    day = working_day(danish_day(now_of.now()) + timedelta(days=20))
    clock.stop(now_of.now())
    ada = await cast.ada()
    await plan(cast, ada, day)
    mail = f"{new_public_id()}@home.test".lower()
    path = (await mailed(cast, [f"Birthe <{mail}>"]))[mail]
    async with working(settings):
        (asked,) = await letters(mail_sink, mail, 1)
        method, first = event_of(asked)
        assert (method, first["SEQUENCE"], first["STATUS"]) == ("REQUEST", "0", "CONFIRMED")
        assert first["DTSTART"].startswith(f"{day.isoformat()}T19:00:00")
        assert path not in str(asked.message.get_payload(1)), "calendars are shared; the link is not"

        form = (await ada.page(f"{ada.room}/setup")).form("/setup")
        later = working_day(day + timedelta(days=1))
        assert took(await ada.submit(form, {"day": later.isoformat(), "time": "19.30"}))
        waits = "SELECT count(*) FROM job WHERE kind = 'meeting_moved'"
        await until(lambda: count(cast, waits), what="the change to be noted")
        clock.stop(next_open(now_of.now() + timedelta(minutes=6)))
        _, moved = await letters(mail_sink, mail, 2)
        method, second = event_of(moved)
        assert (method, second["UID"], second["SEQUENCE"]) == ("REQUEST", first["UID"], "1")
        assert second["DTSTART"].startswith(f"{later.isoformat()}T19:30:00")

        clock.stop(day_before(datetime.fromisoformat(second["DTSTART"])) + timedelta(seconds=1))
        *_, reminder = await letters(mail_sink, mail, 3)
        assert reminder.message["Subject"].startswith("Vi ses snart")
        assert path in reminder.text, "the same link again"

        form = (await ada.page(f"{ada.room}/setup")).form("/cancellation")
        assert took(await ada.submit(form))
        *_, gone = await letters(mail_sink, mail, 4)
        method, last = event_of(gone)
        assert (method, last["UID"], last["SEQUENCE"], last["STATUS"]) == ("CANCEL", first["UID"], "2", "CANCELLED")
    assert "aflyst" in (await ada.page(f"/b/{cast.board.public_id}")).text


async def letters(sink: MailSink, mail: str, count: int) -> list[Letter]:
    await until(lambda: len(sink.to(mail)) >= count, what=f"letter {count}")
    assert len(sink.to(mail)) == count
    return sink.to(mail)


async def nothing_waits(cast: Cast, mail: str) -> bool:
    query = "SELECT count(*) FROM mail WHERE recipient = $1 AND sent_at IS NULL"
    return bool((await rows(cast.database.url, query, mail))[0][0] == 0)


async def count(cast: Cast, query: str) -> int:
    return int((await rows(cast.database.url, query))[0][0])


@pytest.mark.parametrize(
    ("what", "now", "goes"),
    [
        ("moved", "2026-11-27T22:00", "2026-11-30T08:00"),  # a Friday night; the meeting is on Thursday
        ("moved", "2026-12-02T03:00", "2026-12-02T03:00"),  # the day before, at night: at once
        ("cancelled", "2026-12-02T03:00", "2026-12-02T03:00"),
        ("tomorrow", "2026-12-02T03:00", "2026-12-02T08:00"),  # a worker that was away comes back at night
        ("tomorrow", "2026-12-03T07:59", "2026-12-03T08:00"),
    ],
)
async def test_nobody_is_woken_by_what_can_wait(
    cast: Cast, settings: Settings, clock: Clock, what: str, now: str, goes: str
) -> None:
    mail = f"{new_public_id()}@home.test".lower()
    await mailed(cast, [mail])
    clock.stop(datetime.fromisoformat(now).replace(tzinfo=DENMARK))
    async with cast.database.begin() as session:
        meeting = await session.get_one(Meeting, cast.meeting.id)
        meeting.starts_at = datetime(2026, 12, 3, 19, tzinfo=DENMARK)
        await tell_invited(session, settings, meeting, what)
    found = await rows(
        cast.database.url,
        "SELECT due_at, board_id FROM job JOIN mail ON kind = 'mail' AND subject_id = mail.id"
        " WHERE recipient = $1 ORDER BY job.id",
        mail,
    )
    assert found[-1]["due_at"].astimezone(DENMARK).isoformat()[:16] == goes
    assert {row["board_id"] for row in found} == {cast.board.id}, "coordinators see that a letter went wrong"


async def test_who_slept_meanwhile_reads_only_how_it_ended(
    cast: Cast, settings: Settings, mail_sink: MailSink, clock: Clock
) -> None:
    mail = f"{new_public_id()}@home.test".lower()
    await mailed(cast, [mail])
    async with working(settings):
        await letters(mail_sink, mail, 1)
        clock.stop(datetime(2027, 1, 8, 21, tzinfo=DENMARK))  # a Friday night
        async with cast.database.begin() as session:
            meeting = await session.get_one(Meeting, cast.meeting.id)
            meeting.starts_at = datetime(2027, 1, 14, 19, tzinfo=DENMARK)
            for what in ("moved", "moved", "cancelled"):
                meeting.sequence += 1
                await session.flush()
                await tell_invited(session, settings, meeting, what)
        clock.stop(datetime(2027, 1, 11, 8, 1, tzinfo=DENMARK))
        await until(lambda: nothing_waits(cast, mail), what="all letters to go")
        *_, last = await letters(mail_sink, mail, 2)
    assert last.message["Subject"].startswith("Aflyst")


async def test_what_does_not_stand_in_a_calendar_is_not_told(cast: Cast) -> None:
    ada = await cast.ada()
    await plan(cast, ada, danish_day(now_of.now()) + timedelta(days=20))
    form = (await ada.page(f"{ada.room}/setup")).form("/setup")
    assert took(await ada.submit(form, {"themes": "Maden"}))
    found = await rows(cast.database.url, "SELECT sequence FROM meeting WHERE public_id = $1", ada.meeting)
    assert found[0]["sequence"] == 0


@pytest.mark.parametrize("typed", [{"do": "no"}, {"List-Unsubscribe": "One-Click"}])
async def test_whoever_says_stop_is_forgotten_and_still_invited(cast: Cast, site: Site, typed: dict[str, str]) -> None:
    mail = f"{new_public_id()}@home.test".lower()
    path = (await mailed(cast, [mail]))[mail]
    async with Member(cast.url) as nobody:
        assert "Nej tak" in (await nobody.page(f"{path}/stop")).text
        kept = "SELECT count(*) FROM invitation WHERE mail = $1"
        async with cast.database.begin() as session:
            await tell_invited(session, site.settings, await session.get_one(Meeting, cast.meeting.id), "moved")
        waits = "SELECT count(*) FROM mail WHERE recipient = $1 AND unsubscribe <> ''"
        assert (await rows(cast.database.url, kept, mail))[0][0] == 1, "looking changes nothing"
        assert (await rows(cast.database.url, waits, mail))[0][0] == 1
        answer = await nobody.post(f"{path}/stop", typed, Origin="https://mail.test", Sec_Fetch_Site="cross-site")
        assert answer.status_code == 200
        assert (await rows(cast.database.url, kept, mail))[0][0] == 0
        assert (await rows(cast.database.url, waits, mail))[0][0] == 0, "what waited for the morning does not go"
        assert "Jeg er her som" in (await nobody.page(path)).text


async def test_a_meeting_in_which_somebody_wrote_is_ended_not_cancelled(cast: Cast) -> None:
    assert took(await (await cast.ben()).propose("Ro"))
    ada = await cast.ada()
    answer = await ada.post(f"{ada.room}/cancellation")
    assert answer.status_code == 409
    assert "Slut det i stedet" in answer.text
    ben = await (await cast.ben()).look()
    assert "aflyst" not in ben.text


@pytest.mark.parametrize(
    ("meets", "told"),
    [
        ("2026-12-01", "2026-11-30"),  # a Tuesday
        ("2026-11-30", "2026-11-27"),  # a Monday: the Friday before
        ("2027-03-30", "2027-03-24"),  # after Easter
        ("2027-03-29", "2027-03-24"),
    ],
)
def test_the_reminder_comes_on_the_last_working_day_before(meets: str, told: str) -> None:
    starts = datetime.combine(date.fromisoformat(meets), datetime.min.time().replace(hour=19), DENMARK)
    assert day_before(starts).astimezone(DENMARK).isoformat()[:16] == f"{told}T10:00"


@pytest.mark.parametrize("sent", [True, False])
async def test_whose_invitation_ends_unused_is_told_and_has_it_in_the_calendar_no_more(
    sent: bool, cast: Cast, settings: Settings, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(next_open(now_of.now()))
    ada = await cast.ada()
    await plan(cast, ada, working_day(danish_day(now_of.now()) + timedelta(days=20)))
    unused, used, both = (f"{new_public_id()}@home.test".lower() for _ in range(3))
    paths = await mailed(cast, [unused, used, both])
    await ada.door(True)
    for mail in (used, both):
        async with Member(cast.url) as phone:
            await phone.follow(await phone.submit((await phone.page(paths[mail])).form("#join"), {"role": "patient"}))
    await mailed(cast, [both])
    if sent:
        async with working(settings):
            for mail, count_ in ((unused, 1), (used, 1), (both, 2)):
                await letters(mail_sink, mail, count_)
    assert took(await ada.post(f"{ada.room}/invitations/end"))
    query = "SELECT subject FROM mail WHERE recipient = $1 ORDER BY id"
    told = {mail: [row[0] for row in await rows(cast.database.url, query, mail)] for mail in (unused, used, both)}
    assert (len(told[used]), len(told[both])) == (1, 1 + sent), "they are invited still"
    if not sent:
        assert not told[unused], "who never heard of it need not hear that it is over"
        return
    assert told[unused][1].startswith("Din indbydelse er lukket")
    async with working(settings):
        _, ended = await letters(mail_sink, unused, 2)
    assert event_of(ended)[0] == "CANCEL"
    left = "SELECT count(*) FROM invitation WHERE mail = $1"
    assert (await rows(cast.database.url, left, unused))[0][0] == 0


@pytest.mark.parametrize("what", ["moved", "tomorrow"])
async def test_so_is_one_for_whom_another_letter_waits(what: str, cast: Cast, settings: Settings) -> None:
    """The invitation has come; what was to be said next holds the link too, and does not go any more."""
    ada, mail = await cast.ada(), f"{new_public_id()}@home.test".lower()
    await plan(cast, ada, working_day(danish_day(now_of.now()) + timedelta(days=20)))
    await mailed(cast, [mail])
    await rows(cast.database.url, "UPDATE mail SET sent_at = now() WHERE recipient = $1", mail)
    async with cast.database.begin() as session:
        made = select(Meeting).where(Meeting.public_id == ada.meeting)
        await tell_invited(session, settings, (await session.execute(made)).scalar_one(), what)
    assert took(await ada.post(f"{ada.room}/invitations/end"))
    waits = "SELECT subject FROM mail WHERE recipient = $1 AND sent_at IS NULL"
    (told,) = await rows(cast.database.url, waits, mail)
    assert told["subject"].startswith("Din indbydelse er lukket")


async def test_whose_seat_was_taken_away_hears_no_more_of_the_meeting(cast: Cast) -> None:
    ada = await cast.ada()
    mail = f"{new_public_id()}@home.test".lower()
    path = (await mailed(cast, [mail]))[mail]
    async with Member(cast.url) as phone:
        await phone.follow(await phone.submit((await phone.page(path)).form("#join"), {"role": "patient"}))
        phone.meeting = cast.meeting.public_id
        await ada.remove((await phone.look()).at("seat"))
    kept = "SELECT count(*) FROM invitation WHERE mail = $1"
    assert (await rows(cast.database.url, kept, mail))[0][0] == 0
