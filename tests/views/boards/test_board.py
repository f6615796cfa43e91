"""A board's own page for staff: its meetings, and who coordinates, who leads and who is here."""

import asyncio
from datetime import timedelta

from server.core import clock
from tests.organisation.units.test_units import ids_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, link_in, took
from tests.support.scene import make_meeting


async def mails(cast: Cast, mail: str) -> list[str]:
    found = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id", mail)
    return [row["body"] for row in found]


def path_of(cast: Cast) -> str:
    return f"/b/{cast.board.public_id}"


async def add(cast: Cast, ada: Staff, mail: str, name: str = "Bea Lund", **more: str) -> Page:
    return await send(ada, path_of(cast), "/staff", {"mail": mail, "name": name, **more})


async def removal(cast: Cast, ada: Staff, name: str) -> Page:
    page = await ada.page(path_of(cast))
    form = page.select(f"//li[contains(., '{name}')]//form")[0]
    return await ada.follow(await ada.post(str(form.get("action"))))


async def test_a_board_is_made_once_under_a_unit_and_led_by_its_maker(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    page = await ada.page(f"/units/{units['hospital']}/boards/new")
    form, fields = page.form("/boards"), {"name": "Hospitalets råd", "format": "council"}
    first, again = await ada.submit(form, fields), await ada.submit(form, fields)
    assert first.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    page = await ada.follow(first)
    assert "Hospitalets råd" in page.text
    assert "Ada Holm" in page.element("coordinators").getparent().text_content()
    assert "Hospitalets råd" in (await ada.page("/boards")).text


async def test_a_board_without_a_name_is_refused_and_keeps_what_was_chosen(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    page = await send(ada, f"/units/{units['hospital']}/boards/new", "/boards", {"name": " ", "format": "council"})
    assert page.status == 422
    assert page.element("f-name-error").text_content().strip() == "Skriv et navn."
    assert dict(page.form("/boards").form_values())["format"] == "council"


async def test_the_page_shows_what_comes_next_and_who_is_here(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    async with cast.database.begin() as session:
        later = await make_meeting(session, cast.board, "Om en måned")
        past = await make_meeting(session, cast.board, "Sidste møde")
        later.starts_at, past.starts_at = clock.now() + timedelta(days=30), clock.now() - timedelta(days=30)
        past.ended_at = past.starts_at
    stream = await ben.stream()
    page = await ada.page(path_of(cast))
    while "1 er her nu" not in page.text:
        await asyncio.sleep(0.3)
        page = await ada.page(path_of(cast))
    assert page.element("next-title").text_content() == cast.meeting.title
    assert page.text.index("Om en måned") < page.text.index("Sidste møde")
    assert "Leo Bach" in page.text
    await stream.close()


async def test_a_leader_sees_the_page_without_its_forms_and_members_go_to_the_ideas(cast: Cast) -> None:
    leo, ben = await cast.leo(), await cast.ben()
    page = await leo.page(path_of(cast))
    assert "Ada Holm" in page.text
    assert not [form.action for form in page.forms() if str(form.action).startswith("/b/")]
    assert f"/m/{cast.meeting.public_id}/desk" not in page.source
    assert (await ben.get(path_of(cast))).headers["location"] == f"{path_of(cast)}/progress"


async def test_an_added_coordinator_gets_a_link_and_can_run_the_meeting(cast: Cast) -> None:
    ada, mail = await cast.ada(), f"bea-{cast.board.id}@region.test"
    page = await add(cast, ada, mail)
    assert "Vi har sendt et link" in page.text
    letters = await mails(cast, mail)
    assert len(letters) == 1
    async with Staff(cast.url) as bea:
        await bea.sign_in(link_in(letters[0]))
        bea.meeting = cast.meeting.public_id
        assert took(await bea.phase("reveal"))
        assert "Bea Lund" in (await bea.desk()).text, "the desk says who coordinates"
        assert (await bea.get("/units")).status_code == 404, "only who may make boards sees units"
        await add(cast, ada, mail, makes="1")
        assert (await bea.get("/units")).status_code == 200
        assert len(await mails(cast, mail)) == 2, "asked again, a new link is sent"


async def test_who_may_not_make_boards_cannot_let_others(cast: Cast) -> None:
    ada, mail = await cast.ada(), f"bea-{cast.board.id}@region.test"
    await add(cast, ada, mail)
    async with Staff(cast.url) as bea:
        await bea.sign_in(link_in((await mails(cast, mail))[0]))
        other = f"carl-{cast.board.id}@region.test"
        assert took(await bea.post(f"{path_of(cast)}/staff", {"mail": other, "makes": "1"}))
        found = await rows(cast.database.url, "SELECT coordinator FROM person WHERE mail = $1", other)
        assert [row["coordinator"] for row in found] == [False]


async def test_a_removed_coordinator_is_out_and_can_be_taken_back(cast: Cast) -> None:
    ada, mail = await cast.ada(), f"bea-{cast.board.id}@region.test"
    await add(cast, ada, mail, makes="1")
    async with Staff(cast.url) as bea:
        await bea.sign_in(link_in((await mails(cast, mail))[0]))
        bea.meeting = cast.meeting.public_id
        unit = f"/units/{(await ids_of(cast))['hospital']}"
        assert (await send(bea, unit, unit, {"name": "Sygehuset"})).status == 200
        stream = await bea.stream(f"{bea.room}/desk", auto=False)
        page = await removal(cast, ada, "Bea Lund")
        assert "ikke længere med til at lede" in page.text
        assert (await bea.get(path_of(cast))).status_code == 404
        assert await stream.closed() == 4403
        assert (await bea.get(unit)).status_code == 404, "who has changed a unit once has no right to it for ever"
        await add(cast, ada, mail)
        assert (await bea.get(path_of(cast))).status_code == 200


async def test_the_last_coordinator_stays_even_when_two_go_at_once(cast: Cast) -> None:
    ada, mail = await cast.ada(), f"bea-{cast.board.id}@region.test"
    await add(cast, ada, mail)
    async with Staff(cast.url) as bea:
        await bea.sign_in(link_in((await mails(cast, mail))[0]))
        seats = await rows(
            cast.database.url,
            "SELECT seat.public_id, person.mail FROM seat JOIN person ON person.id = person_id"
            " WHERE board_id = $1 AND role = 'coordinator'",
            cast.board.id,
        )
        ids = {row["mail"] == mail: row["public_id"] for row in seats}
        answers = await asyncio.gather(
            ada.post(f"{path_of(cast)}/staff/{ids[False]}/removal"),
            bea.post(f"{path_of(cast)}/staff/{ids[True]}/removal"),
        )
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert "mindst én koordinator" in refused.text
    left = "SELECT 1 FROM seat WHERE board_id = $1 AND role = 'coordinator' AND removed_at IS NULL"
    assert len(await rows(cast.database.url, left, cast.board.id)) == 1


async def test_a_leader_who_coordinates_goes_back_to_leading(cast: Cast) -> None:
    ada, leo = await cast.ada(), await cast.leo()
    await add(cast, ada, cast.people["Leo"].mail, "Leo Bach")
    assert "Ret mødet" in (await leo.page(path_of(cast))).text
    await removal(cast, ada, "Leo Bach")
    page = await leo.page(path_of(cast))
    assert "Ret mødet" not in page.text


async def test_somebody_who_leads_no_more_is_off_the_board(cast: Cast) -> None:
    ada, leo, units = await cast.ada(), await cast.leo(), await ids_of(cast)
    await leo.page(path_of(cast))
    await send(ada, f"/units/{units['department']}", "/leader", {"mail": ""})
    assert "Leo Bach" not in (await ada.page(path_of(cast))).text
    assert (await leo.get(path_of(cast))).status_code == 404


async def test_a_wrong_address_is_refused_and_stays(cast: Cast) -> None:
    page = await add(cast, await cast.ada(), "bea(at)region.test")
    assert page.status == 422
    assert page.element("f-mail").get("value") == "bea(at)region.test"
    assert "Skriv en mailadresse" in page.element("f-mail-error").text_content()


async def test_a_board_is_renamed_by_two_at_once(cast: Cast) -> None:
    ada = await cast.ada()
    one, other = [(await ada.page(path_of(cast))).form(path_of(cast)) for _ in range(2)]
    assert took(await ada.submit(one, {"name": "Et nyt navn"}))
    assert took(await ada.submit(other, {"format": "council"}))
    assert (await ada.submit(other, {"name": "Et tredje"})).status_code == 409
    kept = await rows(cast.database.url, "SELECT name, format FROM board WHERE id = $1", cast.board.id)
    assert tuple(kept[0]) == ("Et nyt navn", "council")
