"""The coordinator removes many seats at once: chosen one by one, or as those who came lately."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from schemas.board import Board
from schemas.format import Format
from schemas.meeting import Meeting
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site

GONE = "SELECT name FROM seat WHERE meeting_id = $1 AND removed_at IS NOT NULL ORDER BY name"
EVENTS = "SELECT seq FROM event WHERE board_id = $1 AND kind = 'SeatRemoved' ORDER BY seq"


async def gone(cast: Cast) -> list[str]:
    return [row["name"] for row in await rows(cast.database.url, GONE, cast.meeting.id)]


async def test_those_who_came_lately_are_removed_at_once(cast: Cast, clock: Clock) -> None:
    """Without a script: choose, be asked, and yes."""
    ada = await cast.ada()
    await cast.ben()
    clock.ahead(timedelta(minutes=20))
    strangers = await cast.guests_join(4)
    page = await ada.page(f"{ada.room}/seats?minutes=5")
    form = page.form("/seats/removal")
    chosen = [name for name, _ in form.form_values() if name.startswith("seat-")]
    assert len(chosen) == 4
    asked = await ada.submit(form)
    assert asked.status_code == 200
    assert await gone(cast) == [], "nobody was asked"
    for number in range(1, 5):
        assert f"Medlem {number}" in asked.text
    assert "Ben" not in asked.text
    assert took(await ada.post(f"{ada.room}/seats/removal", {"sure": "1", **dict.fromkeys(chosen, "1")}))
    assert await gone(cast) == [f"Medlem {number}" for number in range(1, 5)]
    assert len(await rows(cast.database.url, EVENTS, cast.board.id)) == 4
    for stranger in strangers:
        assert (await stranger.get(stranger.room)).status_code == 404
    assert (await (await cast.ben()).get((await cast.ben()).room)).status_code == 200


async def test_those_who_only_fill_the_meeting_are_told_from_the_others(cast: Cast) -> None:
    """Not here, and nothing written: whoever wrote is never among them."""
    ada = await cast.ada()
    wrote, _ = await cast.guests_join(2)
    assert took(await wrote.propose("Bænke på vejen"))
    await rows(cast.database.url, "DELETE FROM presence")
    page = await ada.page(f"{ada.room}/seats?idle=1")
    chosen = [name for name, _ in page.form("/seats/removal").form_values() if name.startswith("seat-")]
    assert "Medlem 1" not in page.text
    assert (len(chosen), "Medlem 2" in page.text) == (1, True)


def test_a_desk_is_told_when_seats_are_taken_by_nobody_who_is_here() -> None:
    hearing = Meeting(format=Format.HEARING, door_open=True)  # type: ignore[call-arg]
    for came, here, told in ((200, 40, True), (200, 120, False), (60, 20, False), (60, 5, True)):
        state = RoomState(Room(hearing, Board()))  # type: ignore[call-arg]
        state.found["heads"] = SimpleNamespace(joined=came, here=here)
        assert state.crowded is told, (came, here)
    state.view.meeting.format = Format.PEERBOARD
    assert not state.crowded, "who is invited may come and go"


async def test_it_is_one_change(cast: Cast, site: Site) -> None:
    """All or none, under one lock: the board is locked once however many go."""
    ada = await cast.ada()
    await cast.guests_join(5)
    ids = await rows(cast.database.url, "SELECT public_id FROM seat WHERE meeting_id = $1", cast.meeting.id)
    with asked(site) as statements:
        told = {"sure": "1", **{f"seat-{row['public_id']}": "1" for row in ids}}
        assert took(await ada.post(f"{ada.room}/seats/removal", told))
    locks = [each for each in statements if each.startswith("SELECT board.") and "board.seq" in each]
    assert len(await gone(cast)) == 5
    assert len(locks) <= 2, locks
    assert took(await ada.post(f"{ada.room}/seats/removal", {"sure": "1"})) is False


async def test_staff_and_others_cannot_be_chosen(cast: Cast) -> None:
    """Neither the coordinator's own seat, nor a leader's, nor one who is gone already."""
    ada, leo, ben = await cast.ada(), await cast.leo(), await cast.ben()
    await leo.page(f"/m/{cast.meeting.public_id}")
    told = await rows(cast.database.url, "SELECT public_id FROM seat WHERE board_id = $1", cast.board.id)
    everybody = {f"seat-{row['public_id']}": "1" for row in told} | {"seat-nobody": "1"}
    for _ in range(2):
        await ada.post(f"{ada.room}/seats/removal", {"sure": "1", **everybody})
    assert await gone(cast) == ["Ben"]
    assert (await ada.get(f"{ada.room}/desk")).status_code == 200
    assert (await ben.get(ben.room)).status_code == 404


@pytest.mark.parametrize("chosen", [{}, {"seat-": "1"}, {"seat-nobody": "1"}, {"sure": "1"}])
async def test_choosing_nobody_is_said(chosen: dict[str, str], cast: Cast) -> None:
    ada = await cast.ada()
    await cast.ben()
    answer = await ada.post(f"{ada.room}/seats/removal", chosen)
    assert answer.status_code == 422
    assert "Vælg mindst én" in answer.text


@pytest.mark.parametrize("minutes", ["", "-1", "x", "99999999999999999999", "7", "5.0"])
async def test_odd_minutes_choose_nobody(minutes: str, cast: Cast) -> None:
    ada = await cast.ada()
    await cast.ben()
    page = await ada.page(f"{ada.room}/seats?minutes={minutes}")
    assert not [name for name, _ in page.form("/seats/removal").form_values() if name.startswith("seat-")]


async def test_the_desk_leads_there(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert (await ada.desk()).select(f"//a[@href='{ada.room}/seats']")
    for who in (ben, await cast.leo()):
        assert (await who.get(f"{ada.room}/seats")).status_code == 404
        assert (await who.post(f"{ada.room}/seats/removal", {"sure": "1"})).status_code == 404
