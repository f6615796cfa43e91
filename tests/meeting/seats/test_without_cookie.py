"""A browser that keeps no cookie: no ghost in the room, no vote, no circle, and it is told which browser to use."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from schemas.retention import RULES
from server.core import clock
from server.core.database import Database
from tests.access.world import wire_to
from tests.meeting.invitations.inviting import mailed
from tests.room.votes.voting import open_vote
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from workers.jobs.prune import sweep

USE_ANOTHER = "Din browser gemmer ikke cookies."
NEW = {"role": "patient", "name": "Spøgelse"}
GHOST = "SELECT awaited_since FROM seat WHERE name = 'Spøgelse' AND board_id = $1"


async def joined(cast: Cast, wire: Browser, path: str = "") -> str:
    """Join as a browser without cookies; where that led."""
    answer = await wire.post(path or f"/j/{cast.meeting.join_token}", NEW | {"nonce": "n"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize("way", ["link", "invitation"])
async def test_it_is_told_which_browser_to_use(way: str, cast: Cast, database_url: str) -> None:
    path = f"/j/{cast.meeting.join_token}"
    if way == "invitation":
        path = (await mailed(cast, ["Inga <inga@home.test>"]))["inga@home.test"]
    async with wire_to(cast.url) as wire:
        where = await joined(cast, wire, path)
        for _ in range(2):  # loaded again, it says the same
            answer = await wire.get(where)
            assert answer.status_code == 403
            assert USE_ANOTHER in answer.text
            assert "gå med i mødet igen" not in answer.text
            assert path in Page(answer.text, "/", 403).element("link").text_content(), "the link to open elsewhere"
        assert not await rows(database_url, GHOST, cast.board.id), "it is gone at once"
        assert not await rows(
            database_url, "SELECT FROM event WHERE kind = 'SeatJoined' AND actor_id IS NULL AND seq > 1"
        )
    async with Member(cast.url) as phone:  # and the same link works there
        assert took(await phone.submit((await phone.page(path)).form("#join"), NEW))


async def test_until_its_cookie_comes_back_a_seat_is_not_there(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    await cast.guests_join(5)
    async with wire_to(cast.url) as wire:
        await joined(cast, wire)
        assert await rows(database_url, GHOST, cast.board.id)
        desk = await ada.desk()
        assert "Spøgelse" not in desk.element("people").text_content()
        assert "af 5 er her" in " ".join(desk.element("here").text_content().split())
        await open_vote(cast)  # Ben has come for that
        eligible = await rows(database_url, "SELECT eligible FROM round WHERE meeting_id = $1", cast.meeting.id)
        assert eligible[0][0] == 6
    assert took(await ada.phase("result"))
    assert took(await ada.post(f"{ada.room}/end"))
    head = await rows(database_url, "SELECT parts FROM minutes WHERE meeting_id = $1", cast.meeting.id)
    assert '"joined": 6' in head[0][0]


async def test_the_first_request_with_the_cookie_makes_it_count_once(cast: Cast, database_url: str) -> None:
    phone = cast.devices["phone"] = Member(cast.url)
    answer = await phone.try_join(cast.meeting.join_token, "patient", "Spøgelse")
    waits = await rows(database_url, GHOST, cast.board.id)
    assert waits[0][0] is not None
    told = "SELECT count(*) FROM event WHERE kind = 'SeatJoined' AND board_id = $1"
    before = (await rows(database_url, told, cast.board.id))[0][0]
    for _ in range(2):
        assert (await phone.get(urlsplit(answer.headers["location"]).path)).status_code == 200
    assert (await rows(database_url, GHOST, cast.board.id))[0][0] is None
    assert (await rows(database_url, told, cast.board.id))[0][0] == before + 1


async def test_one_that_never_comes_goes_after_ten_minutes(cast: Cast, database_url: str, database: Database) -> None:
    ben = await cast.ben()
    async with wire_to(cast.url) as wire:
        await joined(cast, wire)
    rule = next(rule for rule in RULES if rule.table == "seat" and "awaited" in rule.moment)
    await sweep(database, rule)
    assert await rows(database_url, GHOST, cast.board.id), "it may come yet"
    ago = clock.now() - timedelta(minutes=11)
    await rows(database_url, "UPDATE seat SET awaited_since = $1 WHERE awaited_since IS NOT NULL", ago)
    await sweep(database, rule)
    assert not await rows(database_url, GHOST, cast.board.id)
    assert (await ben.get(ben.room)).status_code == 200


async def test_a_made_up_address_tells_nothing_and_takes_nothing(cast: Cast, database_url: str) -> None:
    async with wire_to(cast.url) as wire:
        where = await joined(cast, wire)
        seat = where.partition("seat=")[2]
        room = f"/m/{cast.meeting.public_id}"
        for query in ("", "?way=", "?way=//evil.test", f"?way=/j/wrong&seat={seat}", "?way=https://evil.test/j/x"):
            answer = await wire.get(room + query)
            assert answer.status_code == 404, query
            assert "evil" not in answer.text
        assert await rows(database_url, GHOST, cast.board.id)
    ben = await cast.ben()
    at = (await ben.look()).at("seat")
    async with wire_to(cast.url) as wire:
        await wire.get(f"{ben.room}?way=/j/{cast.meeting.join_token}&seat={at}")
    assert (await ben.get(ben.room)).status_code == 200, "a seat that counts is nobody's to take away"


async def test_return_code_and_sign_in_say_so_too(cast: Cast) -> None:
    ben = await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    async with wire_to(cast.url) as wire:
        for path, fields in (("/return", {"code": code}), ((await cast.link_for("Leo")).removeprefix(cast.url), {})):
            answer = await wire.post(path, fields)
            assert answer.status_code == 303
            landed = await wire.get(str(answer.headers["location"]))
            assert (landed.status_code, USE_ANOTHER in landed.text) == (403, True), path
