"""While a leader is away a deputy sees and answers what waits for the leader, in their own name and on the leader's
behalf, and is written to as well. It begins and ends by itself."""

from datetime import timedelta

import pytest

from schemas.answer import Owner
from schemas.flow import Status
from schemas.idea import Idea
from server.core import clock as product_clock
from server.core import jobs
from tests.organisation.units.test_leaving_office import an_idea, lead, units
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Staff, link_in, took
from tests.support.site import Site
from tests.support.waiting import until
from tests.workers.scene import working

LETTERS = "SELECT subject FROM mail WHERE recipient = $1 ORDER BY id"
DUE = "SELECT 1 FROM job WHERE kind LIKE 'deputy%' AND state <> 'done' AND due_at <= $1"


async def subjects(cast: Cast, mail: str) -> list[str]:
    """What was mailed to an address."""
    return [row["subject"] for row in await rows(cast.database.url, LETTERS, mail)]


def in_days(days: int) -> str:
    """A date so many days ahead."""
    return (product_clock.now() + timedelta(days=days)).date().isoformat()


async def signs_in(cast: Cast, mail: str) -> Staff:
    """Somebody asks for a link, and uses it."""
    eva = Staff(cast.url)
    assert (await eva.post("/login", {"mail": mail})).status_code == 200
    told = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1", mail)
    return await eva.sign_in(link_in(told[0]["body"]))


@pytest.mark.long
async def test_a_deputy_answers_meanwhile_and_no_longer(
    site: Site, cast: Cast, clock: Clock, office_hours: None
) -> None:
    leo, ids, mail = await cast.leo(), await units(cast), f"eva-{cast.board.id}@region.test"
    path = f"/units/{ids['department']}/deputy"
    late: Idea = await an_idea(cast, answer_by=product_clock.now() + timedelta(days=30))
    wrong = {"mail": mail, "name": "Eva Lind", "from_day": "igår", "until_day": in_days(400)}
    refused = await leo.submit((await leo.page(path)).form(path), wrong)
    assert refused.status_code == 422
    assert 'value="Eva Lind"' in refused.text
    days = {"from_day": in_days(2), "until_day": in_days(6)}
    assert took(await leo.submit((await leo.page(path)).form(path), wrong | days))
    assert await subjects(cast, mail) == ["Du er stedfortræder i Afdeling A"]
    assert "Din stedfortræder i Afdeling A" in await subjects(cast, cast.people["Leo"].mail)
    eva = await signs_in(cast, mail)
    assert cast.board.name not in (await eva.page("/boards")).text, "not yet"
    assert (await eva.get(path)).status_code == 404, "nor may she pass it on"
    assert "Stedfortræder i Afdeling A" in (await (await cast.ada()).page("/people")).text

    async with working(site.settings):

        async def done() -> bool:
            return not await rows(cast.database.url, DUE, product_clock.now())

        clock.ahead(timedelta(days=2, hours=1))
        await until(done, what="the deputy to begin")
        assert late.title in (await eva.page("/answers")).text
        assert "1 ting" in (await eva.page("/boards")).text, "it waits for her"
        room = await eva.stream(f"/m/{cast.meeting.public_id}")
        async with cast.database.begin() as session:
            await jobs.due(
                session, "idea_sent", late.id or 0, product_clock.now(), idea_id=late.id, board_id=late.board_id
            )

        async def written() -> bool:
            return "En idé venter på dit svar" in await subjects(cast, mail)

        await until(written, what="the letter to her")
        assert "En idé venter på dit svar" in await subjects(cast, cast.people["Leo"].mail), "and to him"
        preview = await eva.post(f"/ideas/{late.public_id}/answer/preview", {"status": "declined", "text": "Nej"})
        assert "på vegne af Leo Bach" in preview.text
        assert took(await eva.answer(late.public_id, "declined", text="Det kan vi ikke, fordi taget er for tyndt."))
        answer = "SELECT name, level, behalf FROM answer WHERE idea_id = $1"
        assert tuple((await rows(cast.database.url, answer, late.id))[0]) == ("Eva Lind", "Afdeling A", "Leo Bach")
        story = await (await cast.ada()).page(f"/ideas/{late.public_id}")
        assert "Eva Lind, Afdeling A, på vegne af Leo Bach" in story.text
        hers = await an_idea(cast, Status.IN_PROGRESS)
        async with cast.database.begin() as session:
            person = (await rows(cast.database.url, "SELECT id FROM person WHERE mail = $1", mail))[0][0]
            session.add(Owner(idea_id=hers.id or 0, person_id=person, name="Eva Lind"))

        clock.ahead(timedelta(days=5))
        await until(done, what="the deputy to end")
        assert await room.closed() == 4403
        await room.close()
    assert (await eva.get(f"/b/{cast.board.public_id}")).status_code == 404
    owners = await rows(cast.database.url, "SELECT name FROM owner WHERE idea_id = $1", hers.id)
    assert [row["name"] for row in owners] == ["Leo Bach"], "what she had goes back"
    for address in (mail, cast.people["Leo"].mail):
        assert "Stedfortræderen i Afdeling A er slut" in await subjects(cast, address)
    await eva.close()


async def test_whoever_leads_next_has_no_deputy_from_before(cast: Cast) -> None:
    ada, ids, mail = await cast.ada(), await units(cast), f"eva-{cast.board.id}@region.test"
    path = f"/units/{ids['department']}/deputy"
    told = {"mail": mail, "name": "Eva Lind", "from_day": in_days(0), "until_day": in_days(3)}
    assert took(await ada.post(path, told))
    eva = await signs_in(cast, mail)
    assert (await eva.get(f"/b/{cast.board.public_id}")).status_code == 200
    await lead(cast, ids["department"], f"nina-{cast.board.id}@region.test")
    assert (await eva.get(f"/b/{cast.board.public_id}")).status_code == 404
    assert not await rows(cast.database.url, "SELECT 1 FROM deputy WHERE unit_id = $1", cast.board.unit_id)
    assert took(await ada.post(path, told))
    assert (await eva.get(f"/b/{cast.board.public_id}")).status_code == 200, "and is back where she was"
    assert took(await ada.post(path, {"mail": ""}))
    assert (await eva.get(f"/b/{cast.board.public_id}")).status_code == 404
    await eva.close()
