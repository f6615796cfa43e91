"""Bodies of other kinds than regions, hospitals and departments: two regions become one, and an address answers for a
unit where nobody signs in."""

from datetime import timedelta

from schemas.flow import Status
from server.core import clock
from server.organisation.units.ladder import ladders
from tests.organisation.units.test_leaving_office import an_idea, lead, units
from tests.organisation.units.test_units import history, send
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import link_in, took
from tests.support.site import Site

WHERE = "SELECT person.name, answer_by FROM idea LEFT JOIN person ON person.id = leader_id WHERE idea.id = $1"
WROTE = "SELECT subject, body FROM mail WHERE recipient = $1 ORDER BY id"


async def made(cast: Cast, name: str, kind: str, under: str = "") -> str:
    """The public id of a unit that Ada makes."""
    answer = await (await cast.ada()).post("/units", {"name": name, "kind": kind, "parent": under})
    assert took(answer), answer.text[:300]
    return answer.headers["location"].rsplit("/", 1)[1]


async def test_two_regions_become_one(site: Site, cast: Cast, office_hours: None) -> None:
    ada, leo, ids, now = await cast.ada(), await cast.leo(), await units(cast), clock.now()
    nord, syd = ids["region"], await made(cast, "Region Syd", "region")
    second = await made(cast, "Andet Hospital", "hospital", nord)
    council = await made(cast, "Patientrådet", "committee", nord)
    for unit, name in ((nord, "Rita Lund"), (syd, "Signe Krog")):
        await lead(cast, unit, f"{name[:4].lower()}-{cast.board.id}@region.test", name)
    assert "Patientrådet" in (await ada.page(f"/units/{nord}")).text

    waits, high = [await an_idea(cast, answer_by=now + timedelta(days=days)) for days in (10, 5)]
    rita = f"SELECT id FROM person WHERE mail = 'rita-{cast.board.id}@region.test'"
    await rows(cast.database.url, f"UPDATE idea SET leader_id = ({rita}) WHERE id = $1", high.id)
    carried, mail = await an_idea(cast, Status.AGREED), f"ole-{cast.board.id}@hjem.test"
    told = {"owner": "Ole Lind", "owner_mail": mail}
    assert took(await leo.post(f"/ideas/{carried.public_id}/owners", told))
    await do_due(cast.database, site.settings)
    body = (await rows(cast.database.url, WROTE, mail))[0]["body"]
    link = link_in(body, "/o/")[link_in(body, "/o/").index("/o/") :]
    before = {idea.id: tuple((await rows(cast.database.url, WHERE, idea.id))[0]) for idea in (waits, high)}
    jobs = "SELECT kind, due_at FROM job WHERE idea_id = $1 AND state = 'due' ORDER BY id"
    due = await rows(cast.database.url, jobs, waits.id)

    path = f"/units/{nord}/merging"
    page = await send(ada, path, path, {"into": "", "name": "Region Fælles"})
    assert (page.status, page.element("f-name").get("value")) == (422, "Region Fælles")
    page = await send(ada, path, path, {"into": syd, "name": "Region Fælles"})
    assert page.status == 200
    assert "Region Fælles" in page.element("history").text_content()
    for name in ("Hospitalet", "Andet Hospital", "Patientrådet"):
        assert name in page.text

    async with cast.database.snapshot() as session:
        ladder = (await ladders(session, [cast.board.unit_id]))[cast.board.unit_id]
    assert [(rung.unit, rung.name) for rung in ladder] == [
        ("Afdeling A", "Leo Bach"),
        ("Hospitalet", None),
        ("Region Fælles", "Signe Krog"),
    ]
    assert tuple((await rows(cast.database.url, WHERE, waits.id))[0]) == before[waits.id]
    assert tuple((await rows(cast.database.url, WHERE, high.id))[0]) == ("Signe Krog", before[high.id][1])
    assert [tuple(row) for row in await rows(cast.database.url, jobs, waits.id)] == [tuple(row) for row in due]
    assert carried.title in (await (await cast.cleo()).page(link)).text, "a link in a letter"
    for known in (f"/ideas/{waits.public_id}", f"/answers/{waits.public_id}", f"/b/{cast.board.public_id}"):
        assert (await leo.get(known)).status_code == 200

    tree = await ada.page("/units")
    assert "Region Fælles" in tree.text
    assert "Region Nord" not in tree.text
    old = await ada.page(f"/units/{nord}")
    assert "lagt sammen" in old.text
    assert ("merged", "Region Nord", "Region Fælles") in await history(cast, nord)
    for form, fields in (
        ("", {"name": "Ny", "kind": "region"}),
        ("/leader", {"mail": ""}),
        ("/merging", {"into": syd}),
    ):
        assert (await ada.post(f"/units/{nord}{form}", fields)).status_code == 409
    assert (await ada.post(f"/units/{second}", {"name": "H", "kind": "hospital", "parent": nord})).status_code == 422
    moved = {"name": "Rådet", "kind": "committee", "parent": ids["hospital"], "answer_days": "91"}
    assert (await ada.post(f"/units/{council}", moved)).status_code == 422
    assert took(await ada.post(f"/units/{council}", moved | {"answer_days": "45"}))
    assert [line[0] for line in await history(cast, council)] == ["made", "parent", "name", "parent", "days"]


async def test_an_address_answers_once_it_said_yes(cast: Cast, clock: Clock) -> None:
    ada, cleo, ids = await cast.ada(), await cast.cleo(), await units(cast)
    unit, mail = f"/units/{ids['hospital']}", f"post-{cast.board.id}@kommune.test"
    counts = "SELECT answers_mail, answers_mail_at IS NOT NULL FROM unit WHERE public_id = $1"

    async def stands() -> tuple[str, bool]:
        return tuple((await rows(cast.database.url, counts, ids["hospital"]))[0])

    wrong = await send(ada, unit, f"{unit}/address", {"mail": "ikke en adresse"})
    assert wrong.status == 422
    assert wrong.element("address-mail").get("value") == "ikke en adresse"
    assert "har ikke sagt ja" in (await send(ada, unit, f"{unit}/address", {"mail": mail})).text
    assert (await send(ada, unit, f"{unit}/address", {"mail": mail})).status == 409, "no flood of letters"
    letters = await rows(cast.database.url, WROTE, mail)
    assert [row["subject"] for row in letters] == ["Vil I svare for Hospitalet?"]
    link = link_in(letters[0]["body"], "/answering/")
    path = link[link.index("/answering/") :]
    assert (await cleo.get(path)).status_code == 200
    assert await stands() == (mail, False), "to open it changes nothing"
    for say, yes in (("yes", True), ("no", False), ("yes", True), ("yes", True)):
        assert took(await cleo.post(path, {"say": say}))
        assert await stands() == (mail, yes)
    assert "har sagt ja" in (await ada.page(unit)).text

    other = f"andre-{cast.board.id}@kommune.test"
    assert "har ikke sagt ja" in (await send(ada, unit, f"{unit}/address", {"mail": other})).text
    subjects = [row["subject"] for row in await rows(cast.database.url, WROTE, mail)]
    assert subjects[1:] == ["I svarer ikke længere for Hospitalet"]
    assert (await cleo.get(path)).status_code == 404
    newer = link_in((await rows(cast.database.url, WROTE, other))[0]["body"], "/answering/")
    clock.ahead(timedelta(days=31))
    assert (await cleo.post(newer[newer.index("/answering/") :], {"say": "yes"})).status_code == 404
    assert [line[0] for line in await history(cast, ids["hospital"])] == [
        *("address_asked", "address", "address_gone", "address", "address_gone", "address_asked"),
    ]
    assert mail not in str(await history(cast, ids["hospital"]))
