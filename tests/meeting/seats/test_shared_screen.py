"""A screen that several people use, one after the other: nobody becomes who sat there before without saying so."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from schemas.roles import Role
from tests.meeting.invitations.inviting import mailed
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.scene import make_meeting

SEATS = "SELECT name, role, meeting_id, public_id FROM seat WHERE board_id = $1 AND person_id IS NULL ORDER BY id"
BO = {"role": "relative", "name": "Bo"}


async def another_meeting(cast: Cast) -> str:
    """The join path of the board's next meeting."""
    async with cast.database.begin() as session:
        return f"/j/{(await make_meeting(session, cast.board, 'Næste møde')).join_token}"


async def by_link(cast: Cast) -> str:
    return f"/j/{cast.meeting.join_token}"


async def by_code(cast: Cast) -> str:
    cleo = await cast.cleo()
    answer = await cleo.post("/code", {"code": cast.meeting.code})
    return str(answer.headers["location"])


async def by_invitation(cast: Cast) -> str:
    return (await mailed(cast, ["bo@home.test"]))["bo@home.test"]


Way = Callable[[Cast], Any]
WAYS = [by_link, by_code, by_invitation, another_meeting]


@pytest.mark.parametrize("way", WAYS)
async def test_it_asks_who_is_there_and_drops_nothing(way: Way, cast: Cast, database_url: str) -> None:
    tablet = await cast.member("Anna")
    path = await way(cast)
    page = await tablet.page(path)
    assert "Denne skærm er allerede med som Anna." in page.text
    assert "Gå videre som Anna" in page.text
    assert "Anna kan komme tilbage med sin returkode." in " ".join(page.text.split())
    asked = await tablet.post(path, BO | {"nonce": "from a page that was open before Anna sat down"})
    assert asked.status_code == 409
    assert "Denne skærm er allerede med som Anna." in asked.text
    assert 'value="Bo"' in asked.text
    form = (await tablet.follow(asked)).form("#join")
    assert dict(form.form_values())["role"] == "relative", "what was typed stays"
    assert [row["name"] for row in await rows(database_url, SEATS, cast.board.id)] == ["Anna"], "nobody became anybody"


@pytest.mark.parametrize("way", WAYS)
async def test_somebody_else_gets_a_seat_and_a_session_of_their_own(way: Way, cast: Cast, database_url: str) -> None:
    tablet = await cast.member("Anna")
    code = (await tablet.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    assert took(await tablet.propose("Annas idé"))
    old, path = tablet.http.cookies["peerboard"], await way(cast)
    answer = await tablet.submit((await tablet.page(path)).form("#join"), BO)
    assert answer.status_code == 303
    room = await tablet.follow(answer)
    assert "Din returkode er" in room.text
    assert code not in room.text
    assert "Annas idé" not in room.text
    found = {row["name"]: row for row in await rows(database_url, SEATS, cast.board.id)}
    assert {name: row["role"] for name, row in found.items()} == {"Anna": "patient", "Bo": "relative"}
    assert room.at("seat") == found["Bo"]["public_id"]
    async with Member(cast.url) as thief:
        thief.http.cookies.set("peerboard", old, domain="127.0.0.1")
        assert (await thief.get(tablet.room)).status_code == 404, "the cookie of before is worth nothing"
    async with Member(cast.url) as phone:
        phone.meeting = tablet.meeting
        assert took(await phone.post("/return", {"code": code}))
        assert "Annas idé" in (await phone.look()).text


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_goes_on_is_who_they_were(way: Way, cast: Cast, database_url: str) -> None:
    anna = await cast.member("Anna")
    path = await way(cast)
    page = await anna.page(path)
    form = next(form for form in page.forms() if dict(form.form_values()).get("who") not in {None, "new"})
    assert took(await anna.submit(form))
    assert [row["name"] for row in await rows(database_url, SEATS, cast.board.id)] == ["Anna"]
    if way is by_invitation:
        async with Member(cast.url) as other:
            assert (await other.get(path)).status_code == 404, "it was Anna's"


async def test_a_double_tap_of_somebody_else_is_one_seat(cast: Cast, database_url: str) -> None:
    tablet = await cast.member("Anna")
    form = (await tablet.page(await by_link(cast))).form("#join")
    answers = await asyncio.gather(*(tablet.submit(form, BO) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert [row["name"] for row in await rows(database_url, SEATS, cast.board.id)] == ["Anna", "Bo"]
    assert (await tablet.look()).at("seat") == (await rows(database_url, SEATS, cast.board.id))[1]["public_id"]


async def test_the_former_form_is_no_way_back(cast: Cast, database_url: str) -> None:
    tablet = Member(cast.url)
    cast.devices["tablet"] = tablet
    path = await by_link(cast)
    before = (await tablet.page(path)).form("#join")
    annas = await tablet.submit(before, {"role": "patient", "name": "Anna"})
    tablet.meeting = cast.meeting.public_id
    await tablet.follow(annas)
    assert took(await tablet.submit((await tablet.page(path)).form("#join"), BO))
    again = await tablet.submit(before, {"role": "patient", "name": "Anna"})
    assert again.status_code == 409, "the browser's own way back to the page before"
    assert (await tablet.look()).at("seat") == (await rows(database_url, SEATS, cast.board.id))[1]["public_id"]


async def test_nor_is_it_one_to_be_who_has_just_joined_by_it(cast: Cast, database_url: str) -> None:
    """Anna sits down; Bo goes back to the page before, where her form still stands, and writes his own name."""
    tablet = Member(cast.url)
    cast.devices["tablet"] = tablet
    page = (await tablet.page(await by_link(cast))).form("#join")
    await tablet.follow(await tablet.submit(page, {"role": "patient", "name": "Anna"}))
    asked = await tablet.submit(page, BO)
    assert (asked.status_code, 'value="Bo"' in asked.text) == (409, True)
    form = (await tablet.follow(asked)).form("#join")
    for _ in range(2):  # a double tap is one seat
        assert took(await tablet.submit(form))
    assert [row["name"] for row in await rows(database_url, SEATS, cast.board.id)] == ["Anna", "Bo"]
    assert took(await tablet.submit(form, {"name": "Carl"})), "and so on, at a screen that asked already"
    assert [row["name"] for row in await rows(database_url, SEATS, cast.board.id)] == ["Anna", "Bo", "Carl"]


async def test_two_invitations_on_one_device(cast: Cast, database_url: str) -> None:
    paths = await mailed(cast, ["Anna <anna@home.test>", "Bo <bo@home.test>"], "patient")
    async with Member(cast.url) as tablet:
        first = await tablet.submit((await tablet.page(paths["anna@home.test"])).form("#join"))
        await tablet.follow(first)
        page = await tablet.page(paths["bo@home.test"])
        assert "Denne skærm er allerede med som Anna." in page.text
        form = page.form("#join")
        assert dict(form.form_values())["name"] == "Bo", "it belongs to who opened it"
        assert took(await tablet.submit(form))
        assert (await tablet.get(paths["anna@home.test"])).status_code == 404
        assert (await tablet.get(paths["bo@home.test"])).status_code == 303
    used = await rows(
        database_url,
        "SELECT seat.name FROM invitation JOIN seat ON seat.id = seat_id ORDER BY invitation.id DESC LIMIT 2",
    )
    assert {row["name"] for row in used} == {"Anna", "Bo"}


@pytest.mark.parametrize("who", ["ada", "leo"])
async def test_staff_signed_in_at_the_screen_are_asked_too(who: str, cast: Cast, database_url: str) -> None:
    staff = await getattr(cast, who)()
    path = await by_link(cast)
    page = await staff.page(path)
    assert "Denne skærm er logget ind som" in page.text
    assert (await staff.post(path, BO)).status_code == 409
    on = next(form for form in page.forms() if dict(form.form_values()).get("who") == "staff")
    answer = await staff.submit(on)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/m/{cast.meeting.public_id}")
    assert not await rows(database_url, SEATS, cast.board.id), "who goes on needs no second seat"
    assert took(await staff.submit(page.form("#join"), BO))
    assert (await staff.get("/boards")).status_code == 404, "signed out"
    assert [row["role"] for row in await rows(database_url, SEATS, cast.board.id)] == [Role.RELATIVE.value]


async def test_who_signs_in_at_a_ward_screen_is_not_who_sat_there(cast: Cast) -> None:
    tablet = await cast.member("Anna")
    annas = (await tablet.look()).at("seat")
    assert took(await tablet.post((await cast.link_for("Leo")).removeprefix(cast.url)))
    assert (await tablet.look()).at("seat") != annas, "as the leader, not as Anna"


async def test_a_return_code_at_somebody_elses_screen_leaves_nothing_of_theirs(cast: Cast, database_url: str) -> None:
    tablet, bo = await cast.member("Anna"), await cast.member("Bo", Role.RELATIVE)
    code = (await bo.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    assert took(await tablet.post("/return", {"code": code}))
    found = {row["name"]: row for row in await rows(database_url, SEATS, cast.board.id)}
    assert (await tablet.look()).at("seat") == found["Bo"]["public_id"]
    query = "SELECT FROM session_seat JOIN seat ON seat.id = seat_id WHERE public_id = $1"
    assert not await rows(database_url, query, found["Anna"]["public_id"])


async def test_a_seat_without_a_return_code_is_not_said_to_have_one(cast: Cast, database_url: str) -> None:
    tablet = await cast.member("Anna")
    await rows(database_url, "UPDATE seat SET return_hash = NULL WHERE board_id = $1", cast.board.id)
    text = " ".join((await tablet.page(await by_link(cast))).text.split())
    assert "Anna har ingen returkode." in text
    assert "kan komme tilbage med" not in text
