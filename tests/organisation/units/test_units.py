"""The tree of units: made, renamed, moved and led; its rules about kinds; what is kept of how it was."""

import asyncio

import pytest

from schemas.unit import ABOVE, Unit, UnitKind, fits
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.support.scene import make_person


async def ids_of(cast: Cast) -> dict[str, str]:
    """Public ids of the board's department, hospital and region, by kind."""
    query = """WITH RECURSIVE up AS (
        SELECT unit.* FROM unit JOIN board ON board.unit_id = unit.id WHERE board.id = $1
        UNION SELECT unit.* FROM unit JOIN up ON up.parent_id = unit.id
    ) SELECT kind, public_id FROM up"""
    return {row["kind"]: row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)}


async def send(ada: Staff, path: str, form: str, fields: dict[str, str]) -> Page:
    """Fill a form of a page in as it stands, and the page it leads to."""
    page = await ada.page(path)
    return await ada.follow(await ada.submit(page.form(form), fields))


async def history(cast: Cast, unit: str) -> list[tuple[str, str, str]]:
    query = "SELECT what, before, after FROM unit_change JOIN unit ON unit.id = unit_id WHERE public_id = $1"
    return [tuple(row) for row in await rows(cast.database.url, query + " ORDER BY unit_change.id", unit)]


@pytest.mark.parametrize("kind", UnitKind)
def test_a_unit_stands_under_a_larger_one_or_at_the_top(kind: UnitKind) -> None:
    under = {
        "region": "",
        "municipality": "",
        "committee": "region municipality hospital",
        "hospital": "region",
        "practice": "region municipality",
        "department": "region municipality hospital",
    }
    assert fits(kind, None)
    assert [parent for parent in UnitKind if fits(kind, parent)] == under[kind].split()
    assert set(ABOVE) == set(UnitKind)
    assert not any(kind in ABOVE[parent] for parent in ABOVE[kind]), "no circle"


async def test_units_are_made_under_one_another(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    page = await send(
        ada, f"/units/new?under={units['hospital']}", "/units", {"name": "Afsnit 4", "kind": "department"}
    )
    assert page.status == 200
    assert "Region Nord › Hospitalet › Afdeling" in page.text.replace(" ›", " ›")
    assert "Afsnit 4" in (await ada.page("/units")).text


async def test_the_same_form_twice_is_one_unit(cast: Cast) -> None:
    ada = await cast.ada()
    form = (await ada.page("/units/new")).form("/units")
    first = await ada.submit(form, {"name": "Ny region", "kind": "region"})
    assert (
        first.headers["location"]
        == (await ada.submit(form, {"name": "Ny region", "kind": "region"})).headers["location"]
    )


@pytest.mark.parametrize(
    ("which", "fields", "said"),
    [
        ("region", {"parent": "hospital"}, "under sig selv"),
        ("region", {"parent": "region"}, "under sig selv"),
        ("hospital", {"parent": "department"}, "under sig selv"),
        ("hospital", {"kind": "region", "parent": "region"}, "En region kan ikke ligge under noget andet."),
        ("hospital", {"kind": "department"}, "Flyt dem først."),
        ("department", {"parent": "nowhere"}, "Vælg en enhed på listen."),
    ],
)
async def test_what_cannot_stand_there_is_refused_with_a_sentence(
    which: str, fields: dict[str, str], said: str, cast: Cast
) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    sent = fields | {"parent": units.get(fields["parent"], fields["parent"])} if "parent" in fields else fields
    page = await send(ada, f"/units/{units[which]}", f"/units/{units[which]}", sent | {"name": "Nyt navn"})
    assert page.status == 422
    assert said in page.element("f-parent-error").text_content()
    assert page.element("f-name").get("value") == "Nyt navn", "what was typed is gone"
    assert not await history(cast, units[which])


async def test_renaming_and_moving_keep_how_it_was(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    path = f"/units/{units['department']}"
    assert (await send(ada, path, path, {"name": "Afdeling B"})).status == 200
    page = await send(ada, path, path, {"parent": units["region"], "responsible": "Skriv til afdelingen."})
    assert await history(cast, units["department"]) == [
        ("name", "Afdeling A", "Afdeling B"),
        ("parent", "Hospitalet", "Region Nord"),
        ("responsible", "", "Skriv til afdelingen."),
    ]
    assert (
        await send(ada, f"/units/{units['region']}", f"/units/{units['region']}", {"name": "Region Syd"})
    ).status == 200
    page = await ada.page(path)
    told = page.element("history").text_content()
    assert "Region Nord" in told, "a later rename rewrites no history"
    assert "Ada Holm" in told


async def test_two_who_change_a_unit_at_once_keep_both(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    path = f"/units/{units['department']}"
    one, other = (await ada.page(path)).form(path), (await ada.page(path)).form(path)
    assert took(await ada.submit(one, {"name": "Afdeling B"}))
    assert took(await ada.submit(other, {"responsible": "Os"}))
    late = await ada.submit(other, {"name": "Afdeling C"})
    assert late.status_code == 409
    assert "Nu står der: Afdeling B" in Page(late.text).element("f-name-error").text_content()
    assert took(await ada.submit(Page(late.text).form(path)))
    assert [line[0] for line in await history(cast, units["department"])] == ["name", "responsible", "name"]


async def test_two_moves_at_once_make_no_circle(cast: Cast) -> None:
    """Ranks alone forbid circles; the lock makes the second move see the first."""
    ada, units = await cast.ada(), await ids_of(cast)
    moves = [("hospital", {"kind": "hospital", "parent": ""}), ("department", {"parent": units["region"]})]
    sent = []
    for which, fields in moves:
        path = f"/units/{units[which]}"
        sent.append(ada.submit((await ada.page(path)).form(path), fields))
    assert all(took(answer) for answer in await asyncio.gather(*sent))
    page = await ada.page("/units")
    assert "Region Nord" in page.text, "who moves a unit away keeps sight of where it was"
    assert "Hospitalet" in page.text


async def test_a_leader_gets_an_account_and_a_link_only_if_asked(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    path, mail = f"/units/{units['hospital']}", f"dorthe-{units['hospital'].lower()}@region.test"
    told = {"mail": mail.upper(), "name": "Dorthe Winther", "title": "Direktør"}
    page = await send(ada, path, f"{path}/leader", told)
    assert "Dorthe Winther" in page.text
    query = "SELECT count(*) AS n FROM mail WHERE recipient = $1"
    assert (await rows(cast.database.url, query, mail))[0]["n"] == 0
    page = await send(ada, path, f"{path}/leader", told | {"send": "1", "name": "Dorthe W. Winther"})
    assert (await rows(cast.database.url, query, mail))[0]["n"] == 1
    assert "Dorthe W. Winther" in page.text
    people = await rows(cast.database.url, "SELECT coordinator FROM person WHERE mail = $1", mail)
    assert [row["coordinator"] for row in people] == [False]
    await send(ada, path, f"{path}/leader", {"mail": ""})
    assert [line[0] for line in await history(cast, units["hospital"])] == ["leader", "leader"]


async def test_of_two_who_set_the_leader_at_once_the_later_is_asked(cast: Cast) -> None:
    """Whoever leads may read and answer: a page that stood open gives that back to nobody."""
    ada, units = await cast.ada(), await ids_of(cast)
    path, mails = f"/units/{units['hospital']}", [f"{who}-{cast.board.id}@region.test" for who in ("leo", "nina")]
    for mail in mails:
        old = (await ada.page(path)).form(f"{path}/leader")
        assert took(await ada.submit(old, {"mail": mail, "name": mail[:4], "title": "Leder"}))
        if mail == mails[0]:
            stale = (await ada.page(path)).form(f"{path}/leader")
    assert took(await ada.submit(stale)), "nothing was changed on it"
    late = await ada.submit(stale, {"title": "Chef"})
    assert late.status_code == 409
    page = Page(late.text)
    assert f"Nu står der: nina, Leder, {mails[1]}" in page.element("leader-mail-error").text_content()
    assert page.element("leader-title").get("value") == "Chef"
    known = "SELECT mail, called_title FROM person JOIN unit ON leader_id = person.id WHERE unit.public_id = $1"
    assert [tuple(row) for row in await rows(cast.database.url, known, units["hospital"])] == [(mails[1], "Leder")]
    assert took(await ada.submit(page.form(f"{path}/leader"))), "sent again, it counts"
    assert [tuple(row) for row in await rows(cast.database.url, known, units["hospital"])] == [(mails[0], "Chef")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"mail": "ikke en mail", "name": "Dorthe"}, "leader-mail"),
        ({"mail": "ny-leder@region.test", "name": ""}, "leader-name"),
        ({"mail": "ny-leder@region.test", "name": "x" * 201}, "leader-name"),
    ],
)
async def test_a_leader_who_cannot_be_is_refused(fields: dict[str, str], field: str, cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    page = await send(ada, f"/units/{units['hospital']}", "/leader", fields)
    assert page.status == 422
    assert page.element(f"{field}-error").text_content().strip()
    assert page.element("leader-mail").get("value") == fields["mail"]


async def test_a_leader_of_another_organisation_keeps_their_name(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    known = "SELECT name FROM person WHERE mail = $1"
    async with cast.database.begin() as session:
        lars = await make_person(session, f"lars-{cast.board.id}@region.test", "Lars", "")
        session.add(Unit(kind=UnitKind.REGION, name="Et andet sted", leader_id=lars.id))
    mail = f"lars-{cast.board.id}@region.test"
    await send(ada, f"/units/{units['hospital']}", "/leader", {"mail": mail, "name": "Noget andet"})
    assert (await rows(cast.database.url, known, mail))[0]["name"] == "Lars"


async def test_staff_are_warned_of_personal_data_in_a_name(cast: Cast) -> None:
    ada = await cast.ada()
    page = await send(ada, "/units/new", "/units", {"name": "Ring 20 30 40 50", "kind": "region"})
    assert page.status == 422
    assert "Det ligner et telefonnummer" in page.element("f-name-error").text_content()
    assert took(await ada.submit(page.form("/units")))


async def test_who_coordinates_sees_the_whole_organisation_and_no_other(cast: Cast) -> None:
    ada = await cast.ada()
    page = await ada.page("/units")
    assert page.text.count("Region Nord") == 1, "there are other regions of that name in the database"
    assert (await (await cast.leo()).get("/units")).status_code == 404
    assert (await (await cast.ben()).get("/units")).status_code == 404
