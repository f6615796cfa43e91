"""Somebody stops being staff: signed out at once, what waited goes on up the ladder, the name stays, and no letter
finds them. By command, as an operator does it, and on the page, as a coordinator does."""

import asyncio
import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from schemas.answer import Owner
from schemas.flow import Status
from schemas.mail import DigestLine, Mail
from schemas.roles import Role
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.doorbell import Doorbell
from server.core.erasing import replay
from server.core.ledger import Ledger
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ops.people.accounts import Asked
from server.organisation.staff.ending import end
from server.organisation.staff.queries import accounts
from tests.organisation.units.test_leaving_office import an_idea, lead, units
from tests.platform.running import peerboard_beside
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.support.scene import make_board, make_person, make_staff_seat
from tests.support.site import Site

REMOVED = 4403
LEO = "SELECT id, mail, name, coordinator, ended_at FROM person WHERE id = $1"


def link(people: Page, name: str) -> str:
    """The address of somebody's page."""
    return str(people.select(f"//a[contains(., '{name}')]")[0].get("href"))


async def ask(site: Site, *words: str) -> CompletedProcess[str]:
    """A command of the operator's, on the site's own database."""
    its: Settings = site.settings
    known = {"DATABASE_URL": its.database_url, "REDIS_URL": its.redis_url, "SECRET": its.secret}
    known |= {"PUBLIC_URL": its.public_url}
    return await peerboard_beside("people", *words, **{f"PEERBOARD_{name}": value for name, value in known.items()})


async def test_an_operator_ends_a_leader_by_command(site: Site, cast: Cast) -> None:
    nina, leo_is = f"nina-{cast.board.id}@region.test", cast.people["Leo"]
    mail, ids = leo_is.mail, await units(cast)
    await lead(cast, ids["hospital"], nina)
    waits, worked = await an_idea(cast, answer_by=clock.now()), await an_idea(cast, Status.IN_PROGRESS)
    done = await an_idea(cast, Status.EVALUATED)
    async with cast.database.begin() as session:
        session.add(Owner(idea_id=worked.id or 0, person_id=leo_is.id, name="Leo Bach", mail=mail))
        told: dict[str, Any] = {"recipient": mail, "created_at": clock.now(), "message_id": f"<waits-{cast.board.id}>"}
        session.add(Mail(subject="Ny idé", body="…", news=True, **told))
        session.add(DigestLine(idea_id=done.id or 0, sentence="…", link="…", **told))
    leo, unused = await cast.leo(), await cast.link_for("Leo")
    room = await leo.stream(f"/m/{cast.meeting.public_id}")

    listed = await ask(site, "list", "--mail", mail.upper(), "--json")
    assert [one["works"][0]["of"] for one in json.loads(listed.stdout)] == ["Afdeling A"]
    async with cast.database.snapshot() as session:
        known = await accounts(session)
    assert [Asked(name, mail).has(one) for name in ("region NORD", "en anden") for one in known].count(True) == 1
    assert "1 sessions" in (await ask(site, "sessions", mail)).stdout
    assert (await ask(site, "end", mail)).returncode == 1, "nobody said yes"
    ended = await ask(site, "end", mail, "--yes")
    assert ended.returncode == 0, ended.stderr
    assert "The unit Afdeling A will have no leader" in ended.stdout

    assert await room.closed() == REMOVED
    await room.close()
    assert (await leo.get("/account")).headers["location"].startswith("/login")
    assert (await leo.get(unused.removeprefix(cast.url))).status_code == 410
    now = (await rows(cast.database.url, LEO, leo_is.id))[0]
    assert (now["mail"], now["name"], now["coordinator"]) == (None, "Leo Bach", False)
    leads = "SELECT person.name FROM idea LEFT JOIN person ON person.id = leader_id WHERE idea.id = $1"
    names = [(await rows(cast.database.url, leads, idea.id))[0][0] for idea in (waits, worked, done)]
    assert names == ["Nina Krog", "Nina Krog", "Leo Bach"], "his name stays where he has answered"
    owners = await rows(cast.database.url, "SELECT name, mail FROM owner WHERE idea_id = $1", worked.id)
    assert [tuple(owner) for owner in owners] == [("Nina Krog", "")]
    letters = await rows(cast.database.url, "SELECT subject FROM mail WHERE recipient = $1", mail)
    assert [row["subject"] for row in letters] == ["Du er ikke længere med i Peerboard"], "and nothing that waited"
    assert not await rows(cast.database.url, "SELECT 1 FROM digest_line WHERE recipient = $1", mail)
    sits = "SELECT removed_at FROM seat WHERE person_id = $1"
    assert all(row["removed_at"] for row in await rows(cast.database.url, sits, leo_is.id))
    answer = await leo.post("/login", {"mail": mail})
    assert "Har du en konto, er der nu en mail på vej" in answer.text, "the same as for any address"
    assert len(await rows(cast.database.url, "SELECT 1 FROM mail WHERE recipient = $1", mail)) == 1
    assert "Ingen konto" in (await ask(site, "end", mail, "--yes")).stderr

    await lead(cast, ids["department"], mail, "Leo Bach")
    again = await rows(cast.database.url, "SELECT id FROM person WHERE mail = $1", mail)
    assert [row["id"] for row in again] != [leo_is.id], "taken on again they begin anew"
    assert leo_is.name in (await ask(site, "list", "--ended")).stdout


async def test_a_coordinator_ends_somebody_on_the_page(cast: Cast) -> None:
    ada, bo, leo = await cast.ada(), await cast.bo(), await cast.leo()
    people = await ada.page("/people")
    assert "Leo Bach" in people.text
    assert "Bo Dam" in people.text
    assert (await leo.get("/people")).status_code == 404, "a leader may not"
    page = await ada.page(link(people, "Bo Dam"))
    assert took(await ada.submit(page.form("/sign-out")))
    assert (await bo.get("/boards")).headers["location"].startswith("/login")
    assert took(await ada.submit(page.form("/end")))
    assert "Bo Dam" not in (await ada.page("/people")).text
    assert (await ada.get(link(people, "Bo Dam"))).status_code == 404
    async with Staff(cast.url) as late:
        assert (await late.get((await cast.link_for("Bo")).removeprefix(cast.url))).status_code == 410, "closed"
    mine = await ada.page(link(people, "Ada Holm"))
    refused = await ada.post(link(people, "Ada Holm") + "/end", {"sure": "1"})
    assert refused.status_code == 409
    assert "Du kan ikke lukke din egen adgang" in refused.text
    assert not [form for form in mine.forms() if (form.action or "").endswith("/end")]


async def test_who_works_elsewhere_too_ends_here_alone(cast: Cast) -> None:
    """Nobody learns that they do."""
    bo, ada = await cast.bo(), await cast.ada()
    async with cast.database.begin() as session:
        there = Unit(kind=UnitKind.REGION, name="Et andet sted")
        session.add(there)
        await session.flush()
        board = await make_board(session, there, "Et andet board")
        await make_staff_seat(session, board, cast.people["Bo"], Role.COORDINATOR)
    page = await ada.page(link(await ada.page("/people"), "Bo Dam"))
    assert "Et andet" not in page.text
    answer = await ada.submit(page.form("/end"))
    assert took(answer)
    assert "Et andet" not in (await ada.follow(answer)).text
    assert (await bo.get(f"/b/{cast.board.public_id}")).status_code == 404
    assert (await bo.get(f"/b/{board.public_id}")).status_code == 200
    assert not (await rows(cast.database.url, LEO, cast.people["Bo"].id))[0]["ended_at"]


async def test_a_board_without_a_coordinator_is_asked_about_and_then_seen_by_its_leader(cast: Cast) -> None:
    leo, ada = await cast.leo(), await cast.ada()
    async with cast.database.begin() as session:
        unit = await session.get_one(Unit, cast.board.unit_id)
        other = await make_board(session, unit, "Natholdets Peerboard")
        cast.people["Bo"] = await make_person(session, f"bo-{cast.board.id}@region.test", "Bo Dam", "Koordinator")
        await make_staff_seat(session, other, cast.people["Bo"], Role.COORDINATOR)
    page = await ada.page(link(await ada.page("/people"), "Bo Dam"))
    assert "Natholdets Peerboard" in page.text
    unsure = await ada.submit(page.form("/end"))
    assert unsure.status_code == 422
    assert "Sæt kryds" in unsure.text
    assert took(await ada.submit(page.form("/end"), {"sure": "1"}))
    assert "Mangler en koordinator" in (await leo.page("/waiting")).text
    mine = f"/b/{other.public_id}"
    assert "Natholdets Peerboard" in (await leo.page("/waiting")).text
    form = (await leo.page(mine)).form(f"{mine}/staff")
    assert took(await leo.submit(form, {"mail": f"eva-{other.id}@region.test", "name": "Eva Ny"}))
    assert "Mangler en koordinator" not in (await leo.follow(await leo.get("/waiting"))).text
    assert not [form for form in (await leo.page(mine)).forms() if (form.action or "").endswith("/staff")]
    assert (await leo.post(f"{mine}/staff", {"mail": "x@region.test", "name": "X"})).status_code == 403


async def test_of_two_who_end_each_other_one_stays(cast: Cast) -> None:
    ada, bo = await cast.ada(), await cast.bo()
    people = await ada.page("/people")
    his, hers = link(people, "Bo Dam"), link(people, "Ada Holm")
    answers = await asyncio.gather(ada.post(f"{his}/end", {"sure": "1"}), bo.post(f"{hers}/end", {"sure": "1"}))
    assert sorted(answer.status_code for answer in answers) == [303, 404]
    ended = "SELECT count(*) FROM person WHERE id = ANY ($1) AND ended_at IS NOT NULL"
    both = [cast.people[name].id for name in ("Ada", "Bo")]
    assert (await rows(cast.database.url, ended, both))[0][0] == 1


async def test_who_was_ended_stays_so_after_a_restore(site: Site, cast: Cast, tmp_path: Path) -> None:
    """An older backup knows the account still. Whoever has the same address under another number is left alone."""
    leo, database = cast.people["Leo"], cast.database
    kept = {"ledger": str(tmp_path / "ledger"), "ledger_key": "k" * 40}
    runtime = Runtime(site.settings.model_copy(update=kept), database, Doorbell(""))
    ledger = Ledger.open(runtime.settings)
    assert ledger is not None
    assert await end(runtime, leo.id or 0, sure=True)
    letters = "SELECT count(*) FROM mail WHERE recipient = $1"
    told = await rows(database.url, letters, leo.mail)
    back = "UPDATE person SET mail = $2, ended_at = NULL WHERE id = $1 RETURNING 1"
    await rows(database.url, back, leo.id, leo.mail)
    for _ in range(2):
        assert await replay(runtime, ledger) == 1
        assert (await rows(database.url, LEO, leo.id))[0]["ended_at"] is not None
    assert len(await asyncio.to_thread(ledger.erasures)) == 1
    assert await rows(database.url, letters, leo.mail) == told, "told once"
    async with database.begin() as session:
        again = await make_person(session, leo.mail, "Leo Bach", "")
    assert await replay(runtime, ledger) == 1
    assert (await rows(database.url, LEO, again.id))[0]["ended_at"] is None
