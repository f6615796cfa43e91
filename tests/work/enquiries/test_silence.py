"""No answer comes: whoever should have given it is told, then the level above is asked, and at last it is said that
nobody is left. And how leave to pass on enquiries is given, and ends."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from schemas.enquiry import ESCALATE_DAYS, Enquiry
from schemas.person import Person
from schemas.retention import RULES
from server.core.days import DENMARK, danish_day, working_day
from server.core.erasing import replay
from server.core.ledger import Ledger
from server.mail.erase_address import erase_address
from server.organisation.staff.ending import end
from server.work.enquiries.erasing import erase_by_link
from server.work.enquiries.letters import token_of
from tests.organisation.staff.test_ending import ask
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import Member, Staff, took
from tests.support.site import Site
from tests.work.answers.scene import above
from tests.work.enquiries.scene import WORDS, asked, listens, row_of, runtime_of, unit_of
from workers.jobs.prune import sweep

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
KEPT = "SELECT text, contact, answer, token_hash FROM enquiry WHERE id = $1"


async def test_it_goes_up_and_then_it_is_said_that_nobody_is_left(site: Site, cast: Cast, clock: Clock) -> None:
    clock.stop(MONDAY)
    pia, leo, boss = await listens(cast), await cast.leo(), await above(cast)
    runtime = runtime_of(site.settings, cast.database)
    await rows(cast.database.url, "UPDATE unit SET answer_days = 9 WHERE id = $1", cast.board.unit_id)
    enquiry = await asked(runtime, cast)
    mine = f"/enquiries/{enquiry.public_id}"
    assert danish_day(enquiry.answer_by) == working_day(danish_day(MONDAY) + timedelta(days=9)), "its own days"
    await asked(runtime, cast, text="Og hvad med den anden dør?")  # one letter for both, each time

    async def passed(moment: datetime) -> dict[str, list[str]]:
        """What was written to whom, once it is so late."""
        before = (await rows(cast.database.url, "SELECT coalesce(max(id), 0) FROM mail"))[0][0]
        clock.stop(moment)
        await do_due(cast.database, site.settings)
        told: dict[str, list[str]] = {name: [] for name in ("Pia Vinge", "Leo", "Dorthe Winther")}
        for name in told:
            query = "SELECT subject FROM mail WHERE id > $1 AND recipient = $2 ORDER BY id"
            found = await rows(cast.database.url, query, before, cast.people[name].mail)
            told[name] = [row[0] for row in found]
        return told

    soon = await passed(enquiry.answer_by - timedelta(days=2, hours=12))
    assert soon["Leo"] == ["2 borgere venter på svar"]
    late = await passed(enquiry.answer_by + timedelta(days=1))
    assert late == {"Pia Vinge": [], "Leo": ["2 svar til borgere er forsinkede"], "Dorthe Winther": []}
    assert "Svaret er forsinket" in (await leo.page("/answers")).text
    assert (await boss.get(mine)).status_code == 404, "she is not asked yet"
    up = await passed(enquiry.answer_by + timedelta(days=ESCALATE_DAYS, hours=10))
    assert up["Dorthe Winther"] == ["En borger har ikke fået svar"]
    assert up["Leo"] == up["Pia Vinge"] == ["En henvendelse er gået en enhed op"] * 2
    assert (await leo.get(mine)).status_code == 404, "he is asked no more, and reads it no more"
    assert WORDS in (await boss.page(mine)).text
    assert "Dorthe Winther" in (await pia.page(mine)).text
    now = await row_of(cast, enquiry.public_id)
    assert now["answer_by"] > enquiry.answer_by
    clock.stop(now["answer_by"] + timedelta(days=1))
    citizen = Member(cast.url)
    assert "ikke kommet til tiden" in (await citizen.page(f"/h/{token_of(site.settings, enquiry)}")).text
    await citizen.close()
    last = await passed(now["answer_by"] + timedelta(days=ESCALATE_DAYS, hours=10))
    assert last["Pia Vinge"] == ["Din henvendelse har ikke fået svar"] * 2
    assert last["Leo"] == []
    again = await passed(now["answer_by"] + timedelta(days=60))
    assert again == {"Pia Vinge": [], "Leo": [], "Dorthe Winther": []}, "said once"
    assert took(await boss.post(f"{mine}/answer", {"text": "Undskyld, at det tog så lang tid."}))


async def test_a_unit_without_a_leader_is_answered_for_by_the_next_above(site: Site, cast: Cast) -> None:
    await listens(cast)
    boss, leo = await above(cast), await cast.leo()
    runtime = runtime_of(site.settings, cast.database)
    enquiry, again = await asyncio.gather(*(asked(runtime, cast, key="one form") for _ in range(2)))
    assert enquiry.id == again.id, "one form, sent twice at once"
    mine = f"/enquiries/{enquiry.public_id}"
    assert (await boss.get(mine)).status_code == 404
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE id = $1", cast.board.unit_id)
    assert WORDS in (await boss.page(mine)).text, "nothing needs to be handed over"
    assert (await leo.get(mine)).status_code == 404


async def test_words_and_ways_go_by_themselves(site: Site, cast: Cast, clock: Clock) -> None:
    """The contact 30 days after the answer, the words 90, and all of it a year after it was written."""
    pia, leo = await listens(cast), await cast.leo()
    runtime = runtime_of(site.settings, cast.database)
    done = await asked(runtime, cast, reply="mail", contact="borger@eksempel.dk")
    waits = await asked(runtime, cast)
    assert took(await leo.post(f"/enquiries/{done.public_id}/answer", {"text": "Den åbner igen."}))
    rules = [rule for rule in RULES if rule.table == "enquiry"]

    async def after(**period: int) -> tuple[bool, ...]:
        clock.ahead(timedelta(**period))
        for rule in rules:
            await sweep(cast.database, rule)
        found = await rows(cast.database.url, KEPT, done.id)
        return tuple(bool(value) for value in found[0]) if found else ()

    assert await after(days=29) == (True, True, True, True)
    assert await after(days=2) == (True, False, True, True)
    assert await after(days=58) == (True, False, True, True)
    assert await after(days=2) == (False, False, False, False)
    page = await pia.page("/enquiries")
    assert "Teksten er slettet, fordi der er gået lang tid" in page.text
    assert (await leo.get(f"/enquiries/{done.public_id}")).status_code == 404
    assert (await rows(cast.database.url, KEPT, waits.id))[0]["text"] == WORDS, "nobody has answered it"
    assert await after(days=275) == ()
    assert not await rows(cast.database.url, KEPT, waits.id), "a year, answered or not"


async def test_what_was_erased_stays_so(site: Site, cast: Cast, tmp_path: Path) -> None:
    """By the citizen, though a backup brings it back; and an address, wherever it is erased."""
    await listens(cast)
    settings = site.settings.model_copy(update={"ledger": str(tmp_path / "ledger"), "ledger_key": "k" * 40})
    runtime = runtime_of(settings, cast.database)
    enquiry = await asked(runtime, cast, reply="mail", contact="borger2@eksempel.dk")
    other = await asked(runtime, cast, reply="mail", contact="borger3@eksempel.dk")
    await erase_by_link(runtime, token_of(settings, enquiry))
    back = "UPDATE enquiry SET text = 'igen', erased_at = NULL, contact = 'borger2@eksempel.dk' WHERE id = $1"
    await rows(cast.database.url, back, enquiry.id)
    ledger = Ledger.open(settings)
    assert ledger is not None
    for _ in range(2):
        await replay(runtime, ledger)
        assert tuple((await rows(cast.database.url, KEPT, enquiry.id))[0]) == ("", "", "", None)
    assert (await erase_address(runtime, "borger3@eksempel.dk"))["enquiry"] == 1
    left = (await rows(cast.database.url, KEPT, other.id))[0]
    assert (left["text"], left["contact"]) == (WORDS, "")


async def test_leave_is_given_by_page_and_command_and_ends_with_the_account(site: Site, cast: Cast) -> None:
    ada, leo = await cast.ada(), await cast.leo()
    unit = await unit_of(cast)
    at, mail = f"/units/{unit.public_id}/listeners", f"per-{cast.board.id}@region.test"
    assert (await leo.get(at)).status_code == 404, "a leader decides on no one's account"
    form = (await ada.page(at)).form(at)
    refused = await ada.submit(form, {"mail": mail, "name": ""})
    assert (refused.status_code, mail in refused.text) == (422, True)
    assert took(await ada.submit(form, {"mail": mail, "name": "Per Krog"}))
    letters = "SELECT subject FROM mail WHERE recipient = $1 ORDER BY id"
    assert [row[0] for row in await rows(cast.database.url, letters, mail)] == [f"Du er lyttepost for {unit.name}"]
    assert "Har ikke været her endnu" in (await ada.page("/people")).text
    async with cast.database.snapshot() as session:
        found = await rows(cast.database.url, "SELECT id FROM person WHERE mail = $1", mail)
        cast.people["Per"] = await session.get_one(Person, found[0][0])
    per = await Staff(cast.url).sign_in(await cast.link_for("Per"))
    assert (await per.get("/boards")).headers["location"] == "/enquiries"
    page = await per.page("/enquiries")
    assert "Du har ikke skrevet nogen endnu" in page.text
    assert "Lyttepost for Afdeling A" in (await ada.page("/people")).text
    runtime = runtime_of(site.settings, cast.database)
    enquiry: Enquiry = await asked(runtime, cast, "Per")
    stop = (await ada.page(at)).form("/removal")
    assert took(await ada.submit(stop))
    assert (await per.get("/enquiries/new")).status_code == 404
    assert WORDS in (await per.page(f"/enquiries/{enquiry.public_id}")).text, "what he wrote is his to follow"

    given = await ask(site, "listen", mail, "--unit", unit.public_id, "--name", "Per Krog")
    assert given.returncode == 0, given.stderr
    assert took(
        await per.post("/enquiries", {"unit": unit.public_id, "matter": "service", "text": "?", "reply": "slip"})
    )
    ended = await ask(site, "listen", mail, "--unit", unit.public_id, "--end")
    assert (ended.returncode, "no longer" in ended.stdout) == (0, True), ended.stderr
    assert took(await ada.submit(form, {"mail": mail, "name": "Per Krog"}))
    assert await end(runtime, cast.people["Per"].id, sure=True)
    assert not await rows(cast.database.url, "SELECT FROM listener WHERE person_id = $1", cast.people["Per"].id)
    assert (await per.get(f"/enquiries/{enquiry.public_id}")).status_code == 404
    deeds = "SELECT who, whom FROM trail WHERE deed = 'listener_set' AND whom = $1 ORDER BY seq"
    ada_id = cast.people["Ada"].id
    noted = [row[0] for row in await rows(cast.database.url, deeds, cast.people["Per"].id)]
    assert noted == [ada_id, ada_id, None, None, ada_id]
