"""What the coordinator does with a seat: calls it something else, and lets it write for others."""

import pytest

from schemas.roles import Role
from schemas.seat import NAME_MAX
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

CHANGED = "SELECT count(*) FROM event WHERE board_id = $1 AND kind = 'SeatChanged'"


async def seat_of(cast: Cast, name: str) -> str:
    """The public id of somebody's seat."""
    return (await cast.devices[name].look()).at("seat")


async def test_a_seat_is_called_something_else(cast: Cast, database_url: str) -> None:
    await cast.ben()
    ada, seat = await cast.ada(), await seat_of(cast, "Ben")
    stream = await ada.stream(f"{ada.room}/desk")
    form = (await ada.page(f"/seats/{seat}")).form("/name")
    assert took(await ada.submit(form, {"name": "  Bent Å.  "}))
    assert took(await ada.submit(form, {"name": "Bent Å."}))
    await stream.until(lambda page: "Bent Å." in page.element("people").text_content())
    await stream.close()
    assert (await rows(database_url, "SELECT name FROM seat WHERE public_id = $1", seat))[0][0] == "Bent Å."
    assert (await rows(database_url, CHANGED, cast.board.id))[0][0] == 1, "nothing happened the second time"


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_MAX + 1), "Ring 22 33 44 55", "ben@home.test", "010190-1231"])
async def test_a_name_that_cannot_be_used_stays_in_the_form(name: str, cast: Cast, database_url: str) -> None:
    await cast.ben()
    ada, seat = await cast.ada(), await seat_of(cast, "Ben")
    answer = await ada.post(f"/seats/{seat}/name", {"name": name})
    assert answer.status_code == 422
    assert name.strip() in answer.text
    assert (await rows(database_url, "SELECT name FROM seat WHERE public_id = $1", seat))[0][0] == "Ben"


async def test_forty_characters_fit(cast: Cast) -> None:
    await cast.ben()
    ada, seat = await cast.ada(), await seat_of(cast, "Ben")
    assert took(await ada.post(f"/seats/{seat}/name", {"name": "Å" * NAME_MAX}))


async def test_a_scribe_is_made_and_seen(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    seat = await seat_of(cast, "Ben")
    assert (await ben.get(f"{ben.room}/paper")).status_code == 404
    assert took(await ada.submit((await ada.page(f"/seats/{seat}")).form("/scribe")))
    assert "skriver for andre" in (await ada.desk()).element("people").text_content()
    assert "Skriv for andre" in (await ben.look()).text
    assert (await ben.get(f"{ben.room}/paper")).status_code == 200
    assert took(await ada.submit((await ada.page(f"/seats/{seat}")).form("/scribe")))
    assert (await ben.get(f"{ben.room}/paper")).status_code == 404


async def test_observers_and_staff_are_no_scribes(cast: Cast, database_url: str) -> None:
    await cast.olga()
    ada, leo = await cast.ada(), await cast.leo()
    await leo.page(f"/m/{cast.meeting.public_id}")
    seat = await seat_of(cast, "Olga")
    assert (await ada.post(f"/seats/{seat}/scribe", {"scribe": "1"})).status_code == 409
    query = "SELECT public_id FROM seat WHERE board_id = $1 AND role = ANY($2)"
    for row in await rows(database_url, query, cast.board.id, ["leader", "coordinator"]):
        assert (await ada.post(f"/seats/{row[0]}/scribe", {"scribe": "1"})).status_code == 404
        assert (await ada.post(f"/seats/{row[0]}/name", {"name": "En anden"})).status_code == 404
    await rows(database_url, "UPDATE seat SET scribe = true WHERE public_id = $1", seat)
    olga = await cast.olga()
    assert (await olga.get(f"{olga.room}/paper")).status_code == 404, "whatever stands in the table"


async def test_a_removed_seat_cannot_be_changed(cast: Cast) -> None:
    await cast.ben()
    ada, seat = await cast.ada(), await seat_of(cast, "Ben")
    assert took(await ada.remove(seat))
    assert (await ada.get(f"/seats/{seat}")).status_code == 404
    assert (await ada.post(f"/seats/{seat}/name", {"name": "Ny"})).status_code == 404


async def test_a_scribe_of_one_meeting_is_none_in_the_next(cast: Cast, database_url: str) -> None:
    ben = await cast.ben()
    await rows(database_url, "UPDATE seat SET scribe = true WHERE public_id = $1", await seat_of(cast, "Ben"))
    from tests.support.scene import make_meeting

    async with cast.database.begin() as session:
        other = await make_meeting(session, cast.board, "Næste møde")
        token, public_id = other.join_token, other.public_id
    assert (await ben.get(f"/m/{public_id}/paper")).status_code == 404, "their seat is in the first meeting"
    assert took(await ben.submit((await ben.page(f"/j/{token}")).form(f"/j/{token}"), {"role": Role.PATIENT.value}))
    assert not (await rows(database_url, "SELECT scribe FROM seat WHERE meeting_id = $1", other.id))[0][0]
