"""Using an invitation: looking never joins, it dies at first use, and two who use it at once get one seat."""

import asyncio
from datetime import timedelta

import pytest

from schemas.codes import grouped, new_code, new_token, normal
from schemas.invitation import INVITATION_CODE_LENGTH
from server.core import clock
from server.web.wrong_codes import PER_ADDRESS
from tests.meeting.invitations.inviting import mailed, path_of, sheet
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site

SEATS = "SELECT id FROM seat WHERE meeting_id = $1 AND removed_at IS NULL"
DEAD = "Indbydelsen virker ikke"


async def test_looking_never_joins(cast: Cast, database_url: str) -> None:
    path = await path_of(cast, (await sheet(cast, patient=1))[0])
    async with Member(cast.url) as robot:
        for query in ("", "?role=patient&name=Robot", "?nonce=abc"):
            answer = await robot.get(path + query)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
            assert (await robot.http.head(path)).status_code == 200
    assert not await rows(database_url, SEATS, cast.meeting.id)
    assert not await rows(
        database_url, "SELECT 1 FROM invitation WHERE used_at IS NOT NULL AND meeting_id = $1", cast.meeting.id
    )


async def test_it_dies_at_first_use_and_gives_a_return_code(cast: Cast, database_url: str) -> None:
    code = (await sheet(cast, relative=1))[0]
    path = await path_of(cast, code)
    async with Member(cast.url) as phone, Member(cast.url) as other:
        form = (await phone.page(path)).form(path)
        assert dict(form.form_values())["role"] == "relative"
        answer = await phone.submit(form, {"name": "Gerda"})
        room = await phone.follow(answer)
        assert "Din returkode er" in room.text
        again = await phone.get(path)
        assert (again.status_code, again.headers["location"]) == (303, answer.headers["location"].partition("?")[0])
        for way in (await other.get(path), await other.post(path, {"role": "patient", "name": "Tyv"})):
            assert way.status_code == 404
            assert DEAD in way.text
        assert (await other.post("/code", {"code": code})).status_code == 404
        returned = room.element("return-code").text_content().split("er ")[1].split(".")[0]
        assert took(await other.post("/return", {"code": returned}))
        assert (await other.get(path)).status_code == 303, "the other device of the same seat"
    assert len(await rows(database_url, SEATS, cast.meeting.id)) == 1


async def test_two_devices_at_once_get_one_seat(cast: Cast, database_url: str) -> None:
    for number, code in enumerate(await sheet(cast, patient=6), 1):
        path = await path_of(cast, code)
        phones = [Member(cast.url) for _ in range(4)]
        forms = [(await phone.page(path)).form(path) for phone in phones]
        answers = await asyncio.gather(*(phone.submit(form) for phone, form in zip(phones, forms, strict=True)))
        assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404]
        assert len(await rows(database_url, SEATS, cast.meeting.id)) == number
        for phone in phones:
            await phone.close()


async def test_a_double_tap_is_one_seat(cast: Cast, database_url: str) -> None:
    path = await path_of(cast, (await sheet(cast, patient=1))[0])
    async with Member(cast.url) as phone:
        form = (await phone.page(path)).form(path)
        answers = await asyncio.gather(*(phone.submit(form) for _ in range(3)))
        assert [answer.status_code for answer in answers] == [303] * 3
    assert len(await rows(database_url, SEATS, cast.meeting.id)) == 1


async def test_the_door_decides(cast: Cast, database_url: str) -> None:
    code = (await sheet(cast, patient=1))[0]
    path, ada = await path_of(cast, code), await cast.ada()
    await ada.door(False)
    async with Member(cast.url) as phone:
        form = (await phone.page(f"/j/{cast.meeting.join_token}")).text
        assert "Døren er låst." in form
        assert (await phone.post("/code", {"code": code})).status_code == 404
        later = clock.now() + timedelta(hours=3)
        await rows(database_url, "UPDATE meeting SET starts_at = $2 WHERE id = $1", cast.meeting.id, later)
        assert "Døren åbner, når mødet begynder." in (await phone.page(path)).text
        told = {"role": "patient", "name": "For tidlig", "nonce": "n"}
        early = await phone.post(path, told)
        assert early.status_code == 409
        assert not await rows(database_url, SEATS, cast.meeting.id)
        await ada.door(True)
        assert took(await phone.post(path, told)), "it was not used up by coming too early"


@pytest.mark.parametrize("how", ["over", "old", "ended", "unknown"])
async def test_what_is_gone_is_gone_alike(how: str, cast: Cast, database_url: str) -> None:
    code = (await sheet(cast, patient=1))[0]
    path, ada = await path_of(cast, code), await cast.ada()
    if how == "over":
        assert took(await ada.post(f"{ada.room}/end"))
    elif how == "old":
        query = "UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE meeting_id = $1"
        await rows(database_url, query, cast.meeting.id)
    elif how == "ended":
        assert took(await ada.post(f"{ada.room}/invitations/end"))
    else:
        path, code = f"/i/{new_token()}", new_code(INVITATION_CODE_LENGTH)
    async with Member(cast.url) as phone:
        looked, posted = await phone.get(path), await phone.post(path, {"role": "patient", "name": "X"})
        assert (looked.status_code, posted.status_code) == (404, 404)
        assert DEAD in looked.text
        typed = await phone.post("/code", {"code": code})
        assert typed.status_code == 404
        assert "Koden virker ikke" in typed.text
    assert not await rows(database_url, SEATS, cast.meeting.id)


async def test_wrong_used_closed_and_unknown_codes_are_answered_alike(cast: Cast) -> None:
    used, closed = await sheet(cast, patient=2)
    path, ada = await path_of(cast, used), await cast.ada()
    async with Member(cast.url) as phone, Member(cast.url) as other:
        assert took(await phone.submit((await phone.page(path)).form(path)))
        await ada.door(False)
        tried = (used, closed, new_code(INVITATION_CODE_LENGTH), cast.meeting.code, "K7")
        answers = [(await other.post("/code", {"code": code}), code) for code in tried]
        said = {(answer.status_code, answer.text.replace(code, "…")) for answer, code in answers}
        assert len(said) == 1
        assert next(iter(said))[0] == 404


async def test_codes_are_guarded_as_those_of_meetings_are(cast: Cast, site: Site) -> None:
    """One bound for the field, whatever is typed into it; past it every try waits, right or wrong, and none is told
    from the other by that."""
    code, waits = (await sheet(cast, patient=1))[0], list[float]()
    cleo, codes = await cast.cleo(), site.app.state.wrong_codes

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    codes.sleep = sleep
    for number in range(PER_ADDRESS.amount):
        wrong = new_code(INVITATION_CODE_LENGTH if number % 2 else 8)
        assert (await cleo.post("/code", {"code": wrong}, X_Forwarded_For="10.9.0.1")).status_code == 404
    assert not waits
    for number, (typed, status) in enumerate([(new_code(INVITATION_CODE_LENGTH), 404), (code, 303)], 1):
        assert (await cleo.post("/code", {"code": typed}, X_Forwarded_For="10.9.0.1")).status_code == status
        assert len(waits) == number
    assert (await cleo.post("/code", {"code": code}, X_Forwarded_For="10.9.0.2")).status_code == 303
    assert len(waits) == 2
    codes.sleep = asyncio.sleep


async def test_a_code_is_read_as_it_is_printed(cast: Cast, database_url: str) -> None:
    code = (await sheet(cast, patient=1))[0]
    assert len(normal(code)) == 10
    cleo = await cast.cleo()
    assert took(await cleo.post("/code", {"code": f" {grouped(code).lower()} "}))
    for table in ("invitation", "mail", "event", "job"):
        lines = await rows(database_url, f'SELECT t::text AS line FROM "{table}" AS t')
        assert not [row for row in lines if code in row["line"] or grouped(code) in row["line"]], table


async def test_a_sheet_has_a_code_for_each_and_its_bounds(cast: Cast, database_url: str) -> None:
    codes = await sheet(cast, patient=3, relative=2, any=1)
    assert len(set(codes)) == 6
    query = "SELECT role, count(*) FROM invitation WHERE meeting_id = $1 GROUP BY role"
    assert {row[0]: row[1] for row in await rows(database_url, query, cast.meeting.id)} == {
        "patient": 3,
        "relative": 2,
        None: 1,
    }
    ada = await cast.ada()
    for wanted in ({}, {"slips-any": 61}, {"slips-any": -1, "slips-patient": 2}, {"slips-any": "to"}):
        assert (await ada.post(f"{ada.room}/invitations/sheet", wanted)).status_code == 422
    page = await ada.page(f"{ada.room}/invitations")
    assert "6 indbydelser er lavet." in page.text
    assert not [code for code in codes if code in page.source or grouped(code) in page.source]


async def test_one_who_sits_there_already_keeps_the_seat(cast: Cast, database_url: str) -> None:
    path = (await mailed(cast, ["ben@home.test"]))["ben@home.test"]
    ben = await cast.ben()
    assert took(await ben.submit((await ben.page(path)).form(path), {"name": "Ben igen", "role": "patient"}))
    assert len(await rows(database_url, SEATS, cast.meeting.id)) == 1
    async with Member(cast.url) as other:
        assert (await other.get(path)).status_code == 404, "it is used up all the same"


async def test_the_way_to_inviting_is_on_the_desk_and_the_board(cast: Cast) -> None:
    ada = await cast.ada()
    for path in (f"{ada.room}/desk", f"/b/{cast.board.public_id}"):
        assert (await ada.page(path)).select(f"//a[@href='/m/{cast.meeting.public_id}/invitations']"), path
    ben = await cast.ben()
    assert not (await ben.page(f"/b/{cast.board.public_id}")).select("//a[contains(@href, '/invitations')]")
