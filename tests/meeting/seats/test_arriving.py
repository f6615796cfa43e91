"""A seat that is awaited counts from the first request that brings its cookie back, whatever page it asks for; and
where it goes at the same moment, one of the two finds what the other did."""

import asyncio

import pytest
from sqlalchemy import text

from server.core.database import Database
from server.meeting.seats.without_cookie import turn_back
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import CODE_COOKIE, Member, took

NEW = {"role": "patient", "name": "Spøgelse", "nonce": "n"}
GHOST = "SELECT public_id, awaited_since FROM seat WHERE name = 'Spøgelse' AND board_id = $1"


async def joined(cast: Cast) -> tuple[Member, str]:
    """A phone that has joined and not come back yet, and its seat."""
    phone = cast.devices["phone"] = Member(cast.url)
    answer = await phone.post(f"/j/{cast.meeting.join_token}", NEW)
    assert answer.status_code == 303
    found = await rows(cast.database.url, GHOST, cast.board.id)
    assert found[0]["awaited_since"] is not None
    return phone, found[0]["public_id"]


@pytest.mark.parametrize("path", ["/mine", "/", "/j/{token}", "/login", "/b/{board}/mine", "/m/{meeting}"])
async def test_any_page_is_an_arrival(path: str, cast: Cast) -> None:
    phone, _ = await joined(cast)
    told = "SELECT count(*) FROM event WHERE kind = 'SeatJoined' AND board_id = $1"
    before = (await rows(cast.database.url, told, cast.board.id))[0][0]
    where = {"token": cast.meeting.join_token, "board": cast.board.public_id, "meeting": cast.meeting.public_id}
    for _ in range(2):
        answer = await phone.get(path.format(**where))
        assert answer.status_code < 400
    assert (await rows(cast.database.url, GHOST, cast.board.id))[0]["awaited_since"] is None
    assert (await rows(cast.database.url, told, cast.board.id))[0][0] == before + 1


async def somebody_waits(database: Database) -> None:
    """Until a statement waits for a lock in this database."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while True:
        async with database.begin() as session:
            if (await session.execute(text(waits))).scalar_one():
                return


@pytest.mark.parametrize("how", ["comes", "taps"])
async def test_turned_back_while_it_arrives(how: str, cast: Cast) -> None:
    """It came too late: it is told so, and nothing fails. The join form sent again makes a new seat."""
    phone, seat = await joined(cast)
    async with cast.database.begin() as session:
        await turn_back(session, cast.meeting, seat)
        if how == "comes":
            asking = asyncio.create_task(phone.get(f"/m/{cast.meeting.public_id}"))
        else:
            again = cast.devices["again"] = Member(cast.url)
            asking = asyncio.create_task(again.post(f"/j/{cast.meeting.join_token}", NEW))
        await somebody_waits(cast.database)
    answer = await asking
    found = await rows(cast.database.url, GHOST, cast.board.id)
    if how == "comes":
        assert (answer.status_code, found) == (404, [])
    else:
        assert took(answer)
        assert len(found) == 1
        assert found[0]["public_id"] != seat


@pytest.mark.parametrize("who", ["returns", "renames", "ends its code"])
async def test_turned_back_while_its_code_is_typed_or_the_coordinator_acts_on_it(who: str, cast: Cast) -> None:
    """To whoever comes too late it is not there, and nothing fails."""
    phone, seat = await joined(cast)
    ada = await cast.ada()
    code = next(cookie.value for cookie in phone.http.cookies.jar if cookie.name == CODE_COOKIE)
    again = cast.devices["again"] = Member(cast.url)
    async with cast.database.begin() as session:
        await turn_back(session, cast.meeting, seat)
        device, path, form = {
            "returns": (again, "/return", {"code": code or ""}),
            "renames": (ada, f"/seats/{seat}/name", {"name": "Ny"}),
            "ends its code": (ada, f"/seats/{seat}/code-end", {}),
        }[who]
        asking = asyncio.create_task(device.post(path, form))
        await somebody_waits(cast.database)
    assert (await asking).status_code == 404


async def test_arrives_while_it_is_turned_back(cast: Cast) -> None:
    """A seat that counts is nobody's to take away: not either where it began to count a moment ago."""
    phone, seat = await joined(cast)
    async with cast.database.begin() as session:
        held = "SELECT FROM board WHERE id = :board FOR NO KEY UPDATE"
        await session.execute(text(held), {"board": cast.board.id})
        asking = asyncio.create_task(phone.get(f"/m/{cast.meeting.public_id}"))
        await somebody_waits(cast.database)
        turning = asyncio.create_task(turned(cast, seat))
    answer, _ = await asyncio.gather(asking, turning)
    found = await rows(cast.database.url, GHOST, cast.board.id)
    assert (answer.status_code, len(found)) in {(200, 1), (404, 0)}


async def turned(cast: Cast, seat: str) -> None:
    async with cast.database.begin() as session:
        await turn_back(session, cast.meeting, seat)
