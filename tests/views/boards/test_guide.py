"""From an empty installation to a running meeting in seven screens, over HTTP; left, resumed and gone back in."""

from urllib.parse import urlsplit

import pytest

from server.core.database import Database
from server.core.runtime import Runtime
from server.organisation.people.commands import add_coordinator
from server.views.boards.guide import STEPS
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, Staff
from tests.support.site import Site

YOU = {"name": "Ada Holm", "title": "Koordinator"}
PLACE = {"region": "Region Nord", "hospital": "", "department": "Afdeling A"}
BOARD = {"name": "Afdelingens peerboard", "format": "peerboard"}
NOTHING: dict[str, str] = {}
FIRST = (("you", YOU), ("organisation", PLACE), ("board", BOARD), ("meeting", NOTHING))
LEADER = {"mail": "leo@region.test", "name": "Leo Bach", "title": "Afdelingschef"}
TABLES = ("unit", "board", "meeting", "person", "seat")


async def invited(site: Site, mail: str) -> Staff:
    """A coordinator as `peerboard add-coordinator` lets them in."""
    runtime: Runtime = site.app.state.runtime
    link = await add_coordinator(runtime, mail)
    return await Staff(site.url).sign_in(link)


async def filled(ada: Staff, step: str, fields: dict[str, str]) -> Page:
    """Fill the screen in as it stands and send it; the page it leads to."""
    page = await ada.page(f"/start/{step}")
    return await ada.follow(await ada.submit(page.form(f"/start/{step}"), fields))


async def counts(database: Database) -> dict[str, int]:
    told = await rows(database.url, " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in TABLES))
    return {row[0]: row[1] for row in told}


async def test_an_empty_installation_leads_to_a_running_meeting(site: Site, database: Database) -> None:
    assert not any((await counts(database)).values())
    async with await invited(site, "ada@region.test") as ada:
        page = await ada.page("/boards")
        assert urlsplit(page.url).path == "/start/you"
        assert "1 af 7" in page.text
        assert page.element("f-name").get("value") == ""
        seen = [urlsplit(page.url).path]
        for step, fields in (*FIRST, ("leader", LEADER), ("invite", {"list": "Karen <karen@hjemme.test>"})):
            if step == "invite":
                assert "Karen <karen@eksempel.dk>" in (await ada.page("/start/invite")).text
            page = await filled(ada, step, fields)
            assert page.status == 200, page.text
            seen.append(urlsplit(page.url).path)
        assert seen == [f"/start/{step}" for step in STEPS]
        assert "7 af 7" in page.text
        assert "Region Nord" not in page.text
        assert "I mangler en leder" not in page.text
        code = page.select("//p[@class='join-code']")[0].text_content()
        assert page.select("//div[@class='qr']//*[local-name()='svg']")
        assert page.select("//a[starts-with(@href, '/screen/')]")
        desk = await ada.follow(await ada.submit(page.form("/door")))
        assert desk.status == 200
        assert "Afdelingens peerboard" in desk.text
        assert await counts(database) == {"unit": 2, "board": 1, "meeting": 1, "person": 2, "seat": 1}
        sent = await rows(database.url, "SELECT recipient, body FROM mail ORDER BY id")
        assert [row[0] for row in sent] == ["leo@region.test", "karen@hjemme.test"], "each was written to, once"
        assert f"{YOU['name']} har skrevet, at du leder" in sent[0][1], "he has not asked for it"
        async with Member(site.url) as ben:
            landed = await ben.follow(await ben.post("/code", {"code": code}))
            joined = await ben.submit(landed.form(urlsplit(landed.url).path), {"role": "patient", "name": "Ben"})
            assert joined.status_code == 303
            room = await ben.follow(joined)
            assert "Mødet begynder om lidt." in room.text
            assert "Hvad ville gøre det bedre?" in room.text


async def test_it_can_be_left_and_taken_up_on_another_device(site: Site) -> None:
    ada = await invited(site, "ida@region.test")
    await filled(ada, "you", YOU)
    await ada.close()
    async with await invited(site, "ida@region.test") as again:
        assert urlsplit((await again.page("/boards")).url).path == "/start/organisation"
        ahead = await again.page("/start/ready")
        assert urlsplit(ahead.url).path == "/start/organisation", "nobody can go past what is not done"
        await filled(again, "organisation", PLACE)
        await filled(again, "board", BOARD)
        home = await again.page("/boards")
        assert home.select("//a[@href='/start']"), "a board without a meeting leads on"


async def test_going_back_changes_and_never_makes_the_same_twice(site: Site, database: Database) -> None:
    async with await invited(site, "bo@region.test") as bo:
        for step, fields in FIRST:
            await filled(bo, step, fields)
        before = await counts(database)
        page = await bo.page("/start/organisation")
        assert page.element("f-department").get("value") == "Afdeling A"
        assert page.select("//a[@href='/start/you']")
        page = await filled(bo, "organisation", PLACE | {"hospital": "Sygehuset", "department": "Afdeling B"})
        assert urlsplit(page.url).path == "/start/board"
        await filled(bo, "board", BOARD | {"name": "Nyt navn"})
        page = await filled(bo, "meeting", {"title": "Andet navn", "place": "Lokale 2"})
        assert urlsplit(page.url).path == "/start/leader"
        assert "Andet navn" in (await bo.page("/start/ready")).text
        after = await counts(database)
        assert after == before | {"unit": before["unit"] + 1}
        told = await rows(
            database.url,
            "SELECT unit.name, above.name AS above, board.name AS board FROM board JOIN unit ON unit.id = board.unit_id"
            " JOIN unit AS above ON above.id = unit.parent_id WHERE board.name = 'Nyt navn'",
        )
        assert [tuple(row) for row in told] == [("Afdeling B", "Sygehuset", "Nyt navn")]


@pytest.mark.parametrize(
    ("step", "fields", "field"),
    [
        ("you", {"name": "Ada", "title": " "}, "title"),
        ("organisation", {"region": "", "hospital": "", "department": ""}, "region"),
        ("organisation", {"region": "Nord", "hospital": "x" * 201, "department": ""}, "hospital"),
    ],
)
async def test_what_is_typed_stays_with_a_sentence(
    step: str, fields: dict[str, str], field: str, site: Site, database: Database
) -> None:
    async with await invited(site, f"{step}-{field}@region.test") as ada:
        if step != "you":
            await filled(ada, "you", YOU)
        before = await counts(database)
        page = await filled(ada, step, fields)
        assert page.status == 422
        assert page.element(f"f-{field}").get("aria-invalid") == "true"
        assert page.element(f"f-{field}-error").text_content().strip()
        for name, typed in fields.items():
            assert (page.element(f"f-{name}").get("value") or "").strip() == typed.strip()
        assert await counts(database) == before


async def test_one_may_go_on_without_a_leader_and_is_told_what_does_not_work_then(
    site: Site, database: Database
) -> None:
    async with await invited(site, "pia@region.test") as pia:
        for step, fields in FIRST:
            page = await filled(pia, step, fields)
        assert "uden en leder kan I ikke sende idéer videre" in page.text
        on = await pia.page(page.select("//main//a[@href='/start/invite']")[0].get("href", ""))
        page = await pia.page(on.select("//main//a[@href='/start/ready']")[0].get("href", ""))
        assert "I mangler en leder" in page.text
        assert urlsplit((await pia.page("/start")).url).path == "/start/leader", "it is still asked for"
        wrong = await filled(pia, "leader", {"mail": "ikke en adresse", "name": "Leo Bach"})
        assert wrong.status == 422
        assert wrong.element("f-mail").get("value") == "ikke en adresse"
        assert wrong.element("f-name").get("value") == "Leo Bach"
        await filled(pia, "leader", LEADER | {"mail": "lea@region.test"})
        await filled(pia, "leader", {"title": "Chef"})
        sent = await rows(database.url, "SELECT recipient FROM mail WHERE recipient = 'lea@region.test'")
        assert len(sent) == 1, "a leader who is known gets no second link"
        wrong = await filled(pia, "invite", {"list": "ikke en adresse"})
        assert wrong.status == 422
        assert "ikke en adresse" in wrong.element("f-list").text_content()


async def test_only_coordinators_find_it(site: Site) -> None:
    async with Member(site.url) as nobody:
        assert (await nobody.get("/start")).headers["location"] == "/login"
        assert (await nobody.get("/start/you")).status_code == 404
