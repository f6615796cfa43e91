"""Setting a meeting up: what is typed, copied, changed before and while it is held, and by two at the same time."""

from datetime import UTC, datetime, timedelta

import pytest

from server.core.days import DENMARK
from server.meeting.meetings.setup_form import shown
from server.web.edit_conflicts import as_was
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, Staff, took

FULL = {"title": "Møde i juni", "day": "24.06.2027", "time": "19.00", "place": "Lokale 2", "format": "council"} | {
    "themes": "Maden\nRo om natten\n\nMaden", "author_seen": "staff", "reveal_by": "one", "members_group": "1",
    "method": "approval", "dots": "7", "most": "2", "own": "", "leaders": "",
}  # fmt: skip


async def meeting_of(cast: Cast, title: str) -> dict[str, object]:
    found = await rows(
        cast.database.url, "SELECT * FROM meeting WHERE board_id = $1 AND title = $2", cast.board.id, title
    )
    assert len(found) == 1, f"{len(found)} meetings called {title}"
    return dict(found[0])


async def make(cast: Cast, ada: Staff, fields: dict[str, str]) -> Page:
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    return await ada.follow(await ada.submit(page.form("/meetings"), fields))


async def test_everything_that_is_chosen_is_kept(cast: Cast) -> None:
    ada = await cast.ada()
    page = await make(cast, ada, FULL)
    assert page.status == 200
    assert "24. juni 2027 kl. 19.00" in page.text
    kept = await meeting_of(cast, "Møde i juni")
    assert kept["starts_at"] == datetime(2027, 6, 24, 17, 0, tzinfo=UTC)
    wanted = {
        "place": "Lokale 2",
        "format": "council",
        "author_seen": "staff",
        "reveal_by": "one",
        "method": "approval",
    }
    wanted |= {"dots": 7, "most": 2, "secrecy": "secret", "own_allowed": False, "leaders_vote": False}  # type: ignore[dict-item]
    assert {name: kept[name] for name in wanted} == wanted
    assert kept["members_group"] is True
    assert kept["themes"] == '["Maden", "Ro om natten"]'


async def test_the_door_of_a_meeting_ahead_is_closed_until_it_is_opened(cast: Cast) -> None:
    ada = await cast.ada()
    await make(cast, ada, FULL)
    kept = await meeting_of(cast, "Møde i juni")
    assert kept["door_open"] is False
    async with Member(cast.url) as ben:
        assert (await ben.post("/code", {"code": str(kept["code"])})).status_code == 404
        ada.meeting = str(kept["public_id"])
        assert took(await ada.door(True))  # early is fine
        await ben.join(str(kept["join_token"]))
    await make(cast, ada, FULL | {"title": "Begyndt", "day": "01.06.2026"})
    assert (await meeting_of(cast, "Begyndt"))["door_open"] is True, "late is fine too"


async def test_the_same_form_twice_is_one_meeting(cast: Cast) -> None:
    ada = await cast.ada()
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    form = page.form("/meetings")
    assert took(await ada.submit(form, FULL))
    assert took(await ada.submit(form, FULL))
    await meeting_of(cast, "Møde i juni")


async def test_the_last_set_up_is_copied_whole_and_comes_later(cast: Cast, clock: Clock) -> None:
    clock.stop(datetime(2027, 8, 2, 10, 0, tzinfo=UTC))
    ada = await cast.ada()
    await make(cast, ada, FULL)
    page = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    assert page.select(f"//a[@href='/b/{cast.board.public_id}/meetings/new?copy=1']")
    copy = dict((await ada.page(f"/b/{cast.board.public_id}/meetings/new?copy=1")).form("/meetings").form_values())
    again = {name: str(copy.get(name, "")).strip() for name in FULL}
    normal = FULL | {"day": "2027-08-05", "time": "19:00", "themes": "Maden\nRo om natten"}
    assert again == normal, "the same weekday, the first that is ahead"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Skriv, hvad mødet hedder."),
        ("title", "x" * 201, "plads til 200 tegn"),
        ("day", "i morgen", "Skriv en dato"),
        ("day", "31.02.2027", "Skriv en dato"),
        ("day", "2047-01-01", "inden for tre år"),
        ("time", "klokken syv", "Skriv et klokkeslæt"),
        ("time", "25.00", "Skriv et klokkeslæt"),
        ("place", "x" * 201, "plads til 200 tegn"),
        ("themes", "x" * 81, "højst 80 tegn"),
        ("themes", "\n".join(map(str, range(13))), "12 emner"),
        ("dots", "0", "1 til 100 prikker"),
        ("dots", "mange", "1 til 100 prikker"),
        ("format", "andet", "Vælg en af dem."),
        ("author_seen", "", "Vælg en af dem."),
    ],
)
async def test_what_is_typed_stays_with_a_sentence_at_its_field(field: str, typed: str, said: str, cast: Cast) -> None:
    ada = await cast.ada()
    page = await make(cast, ada, FULL | {field: typed})
    assert page.status == 422
    wrong = page.element(f"f-{field}-error")
    assert said in wrong.text_content()
    values = {name: str(value).strip() for name, value in page.form("/meetings").form_values()}
    normal = {"day": "2027-06-24", "time": "19:00", "themes": "Maden\nRo om natten"} | {field: typed}
    kept = {name: text for name, text in (FULL | normal).items() if name not in {"own", "leaders"}}
    lost = {name for name, text in kept.items() if values.get(name, "") != text}
    assert lost <= {field} & {"format", "author_seen"}, lost
    assert values.get("own") is None
    assert len(await rows(cast.database.url, "SELECT 1 FROM meeting WHERE board_id = $1", cast.board.id)) == 1


async def test_an_hour_that_does_not_exist_is_refused(cast: Cast) -> None:
    ada = await cast.ada()
    page = await make(cast, ada, FULL | {"day": "28.03.2027", "time": "02.30"})
    assert page.status == 422
    assert "uret stilles frem" in page.element("f-time-error").text_content()


async def test_staff_are_warned_once_of_personal_data(cast: Cast) -> None:
    ada = await cast.ada()
    page = await make(cast, ada, FULL | {"place": "Ring 20 30 40 50"})
    assert page.status == 422
    assert "Det ligner et telefonnummer" in page.element("f-place-error").text_content()
    assert took(await ada.submit(page.form("/meetings")))
    assert (await meeting_of(cast, "Møde i juni"))["place"] == "Ring 20 30 40 50"


async def setup_form(cast: Cast, who: Staff) -> Page:
    return await who.page(f"/m/{cast.meeting.public_id}/setup")


async def test_once_somebody_has_come_only_some_of_it_can_be_changed(cast: Cast) -> None:
    ada = await cast.ada()
    await cast.ben()
    page = await setup_form(cast, ada)
    names = {name for name, _ in page.form("/setup").form_values()}
    assert {"title", "day", "time", "place", "themes", "author_seen"} <= names
    assert not names & {"format", "dots", "method", "secrecy"}
    sent = {"title": "Nyt navn", "themes": "Kun det her", "format": "council", "dots": "9"}
    assert took(await ada.submit(page.form("/setup"), sent))
    kept = await meeting_of(cast, "Nyt navn")
    assert (kept["format"], kept["dots"], kept["themes"]) == ("peerboard", 5, '["Kun det her"]')


async def test_nobody_who_has_written_is_shown_to_more_people_than_they_were_told(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    page = await setup_form(cast, ada)
    assert took(await ada.submit(page.form("/setup"), {"author_seen": "all"}))
    assert took(await ben.propose("Ro om aftenen"))
    narrower = await ada.submit((await setup_form(cast, ada)).form("/setup"), {"author_seen": "staff"})
    assert took(narrower)
    wider = await ada.submit((await setup_form(cast, ada)).form("/setup"), {"author_seen": "all"})
    assert wider.status_code == 422
    assert "Nogen har allerede skrevet" in Page(wider.text).element("f-author_seen-error").text_content()


async def test_two_coordinators_at_the_same_time_lose_nothing(cast: Cast) -> None:
    ada = await cast.ada()
    mine, theirs = await setup_form(cast, ada), await setup_form(cast, ada)
    assert took(await ada.submit(mine.form("/setup"), {"title": "Mit navn", "place": "Lokale 1"}))
    assert took(await ada.submit(theirs.form("/setup"), {"time": "20:15"}))
    kept = await meeting_of(cast, "Mit navn")
    assert kept["place"] == "Lokale 1"
    late = await ada.submit(theirs.form("/setup"), {"title": "Deres navn", "place": "Lokale 1"})
    assert late.status_code == 409
    page = Page(late.text)
    assert "Nu står der: Mit navn" in page.element("f-title-error").text_content()
    assert page.element("f-title").get("value") == "Deres navn"
    assert page.element("f-time").get("value") == "20:15", "what only the other one changed is taken over"
    assert took(await ada.submit(page.form("/setup")))
    kept = await meeting_of(cast, "Deres navn")
    starts = kept["starts_at"]
    assert isinstance(starts, datetime)
    assert (kept["place"], f"{starts.astimezone(DENMARK):%H:%M}") == ("Lokale 1", "20:15")


async def test_every_page_shows_the_change_as_a_fresh_one_does(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    pages = ((ben, ben.room), (ada, f"{ben.room}/desk"), (ben, f"/screen/{cast.meeting.screen_token}"))
    streams = [await who.stream(path) for who, path in pages]
    sent = {"title": "Nyt navn", "themes": "Et emne", "place": "Lokale 9"}
    assert took(await ada.submit((await setup_form(cast, ada)).form("/setup"), sent))
    seq = (await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id))[0]["seq"]
    told = await rows(cast.database.url, "SELECT kind FROM event WHERE board_id = $1 AND seq = $2", cast.board.id, seq)
    assert told[0]["kind"] == "MeetingChanged"
    for stream in streams:
        await stream.reaches(seq)
        await settled(stream)
        await stream.close()


async def test_nothing_changed_is_no_event(cast: Cast) -> None:
    ada = await cast.ada()
    page = await setup_form(cast, ada)
    before = await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id)
    assert took(await ada.submit(page.form("/setup")))
    assert await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id) == before


async def test_a_meeting_that_is_over_stays_as_it_was(cast: Cast) -> None:
    ada = await cast.ada()
    page = await setup_form(cast, ada)
    assert took(await ada.post(f"/m/{cast.meeting.public_id}/end"))
    assert (await ada.submit(page.form("/setup"), {"title": "For sent"})).status_code == 409


def test_the_form_holds_what_the_meeting_holds(cast: Cast) -> None:
    form = shown(cast.meeting)
    assert form["title"] == cast.meeting.title
    assert '"title"' in as_was(form)
    assert timedelta(0) <= datetime.now(UTC) - cast.meeting.starts_at
