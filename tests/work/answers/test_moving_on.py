"""From yes to done: who may set what, from where, and with what; everything that FLOW says, and nothing else."""

import pytest
from sqlmodel import select

from schemas.act import Act
from schemas.flow import FLOW, By, Status, by_form
from schemas.seat import Seat
from server.core.errors import Invalid, NotAllowed, NotNow
from server.work.answers.commands import set_status
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import REASON, SOON, agreed, put, sent, shown, stored

STEP = {"step": "Køb filt til vognene", "person": "Natholdet", "step_date": SOON}
ENOUGH: dict[str, str] = {
    "text": REASON, "owner": "Leo Bach", "where": "N6", "until": SOON, "date": SOON, "unit": "Hospitalet",
    "effect": "better", "idea": "999", "leader": "leo@region.test", "answer_by": SOON, **STEP,
}  # fmt: skip
"""Everything that any status needs; only the role and the present status can be wrong then (and the other idea)."""


def offered(page: Page) -> list[str]:
    """The statuses that the page lets its reader choose."""
    return [str(radio.get("value")) for radio in page.select("//form//input[@name='status'][@type='radio']")]


async def test_from_yes_to_seen_whether_it_helped(cast: Cast, database_url: str) -> None:
    idea = await agreed(cast)
    leo, ben = await cast.leo(), await cast.ben()
    for status, fields, told in (
        ("in_progress", STEP, "Køb filt til vognene. Natholdet, senest"),
        ("done", {"text": "Alle vogne har filt."}, "Ledelsen siger, at idéen er gennemført."),
        ("evaluated", {"effect": "better", "text": "De fleste sover."}, "Vi har set på, om det hjalp: Bedre."),
    ):
        page = await leo.page(f"/ideas/{idea}")
        assert status in offered(page)
        assert took(await leo.submit(page.form(f"/ideas/{idea}/status"), {"status": status, **fields}))
        assert told in (await ben.page(f"/ideas/{idea}")).text
    assert offered(await leo.page(f"/ideas/{idea}")) == ["evaluated"], "looked at again after 12 months"
    done = await rows(
        database_url,
        "SELECT count(*) FROM step JOIN idea ON idea.id = idea_id WHERE idea.public_id = $1 AND done_at IS NOT NULL",
        idea,
    )
    assert done[0][0] == 1, "the step of the yes is kept, not doubled"


async def test_what_is_under_way_has_an_owner_and_a_step(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    assert took(await leo.answer(idea, "trial", where="N6", until=SOON))
    for missing in STEP:
        fields = {name: value for name, value in STEP.items() if name != missing}
        assert (await leo.post(f"/ideas/{idea}/status", {"status": "in_progress", **fields})).status_code == 422
    assert took(await leo.post(f"/ideas/{idea}/status", {"status": "in_progress", **STEP}))
    query = "SELECT owner.name, owner.person_id FROM owner JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    assert [tuple(row) for row in await rows(database_url, query, idea)] == [("Leo Bach", cast.people["Leo"].id)]


async def test_an_owner_with_an_account_carries_it_out(cast: Cast) -> None:
    idea = await agreed(cast, owner="ada holm")
    ada = await cast.ada()
    assert "Ansvaret har ada holm." in (await ada.page(f"/ideas/{idea}")).text
    assert took(await ada.post(f"/ideas/{idea}/status", {"status": "in_progress", **STEP}))
    assert took(await ada.post(f"/ideas/{idea}/status", {"status": "done", "text": "Det er gjort."}))


async def test_one_who_does_not_own_it_does_not(cast: Cast) -> None:
    idea = await agreed(cast, owner="Leo Bach")
    for member in (await cast.ada(), await cast.ben(), await cast.olga()):
        answer = await member.post(f"/ideas/{idea}/status", {"status": "in_progress", **STEP})
        assert answer.status_code == 403
    assert (await (await cast.cleo()).post(f"/ideas/{idea}/status", {"status": "done"})).status_code == 404


@pytest.mark.parametrize(("who", "by"), [("Ada", By.COORDINATOR), ("Leo", By.LEADER)])
async def test_the_form_offers_what_flow_does_and_no_more_is_taken(cast: Cast, site: Site, who: str, by: By) -> None:
    idea = await sent(cast)
    staff = await cast.ada() if who == "Ada" else await cast.leo()
    assert took(await staff.get(f"/ideas/{idea}"))
    query = select(Seat).where(Seat.board_id == cast.board.id, Seat.person_id == cast.people[who].id)
    async with cast.database.begin() as session:
        seat = (await session.execute(query)).scalar_one()
    typed = ENOUGH | {"leader": cast.people["Leo"].mail}
    refused = 0
    for now in Status:
        await put(cast, idea, now)
        page, wanted = await staff.page(f"/ideas/{idea}"), by_form(now, frozenset({by}))
        assert offered(page) == [status for status in wanted if status is not Status.REVIEW]
        assert (Status.REVIEW in wanted) == any("/review" in (form.action or "") for form in page.forms())
        row = await stored(cast, idea)
        for then in [status for status in Status if status not in wanted]:
            with pytest.raises((NotNow, Invalid) if by in FLOW[then].by else NotAllowed):
                await set_status(site.app.state.runtime, seat, row, then, typed, act=Act.PROGRESS)
            refused += 1
    assert refused > 150


async def test_two_ideas_become_one_and_two_again(cast: Cast) -> None:
    ada, rie = await cast.ada(), await cast.rie()
    assert took(await rie.propose("Filt under vognene"))
    idea = await shown(cast)
    other = await stored(cast, title="Filt under vognene")
    for number in (other.number or 0) + 70, (await stored(cast, idea)).number, "to":
        fields = {"status": "merged", "idea": number}
        assert (await ada.post(f"/ideas/{idea}/status", fields)).status_code == 422
    assert took(await ada.post(f"/ideas/{idea}/status", {"status": "merged", "idea": other.number}))
    assert (await stored(cast, idea)).merged_into_id == other.id
    assert f"lagt sammen med idé {other.number}" in (await rie.page(f"/ideas/{idea}")).text
    assert took(await ada.post(f"/ideas/{idea}/status", {"status": "proposed"}))
    row = await stored(cast, idea)
    assert (row.status, row.merged_into_id) == (Status.PROPOSED, None)


async def test_an_idea_that_was_voted_on_is_not_merged(cast: Cast) -> None:
    ada, rie = await cast.ada(), await cast.rie()
    assert took(await rie.propose("Filt under vognene"))
    idea = await shown(cast)
    other = await stored(cast, title="Filt under vognene")
    assert took(await ada.phase("vote"))
    assert took(await ada.phase("result"))
    answer = await ada.post(f"/ideas/{idea}/status", {"status": "merged", "idea": other.number})
    assert answer.status_code == 409


async def test_a_form_from_before_somebody_else_moved_it(cast: Cast) -> None:
    idea = await agreed(cast)
    leo = await cast.leo()
    form = (await leo.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/status")
    assert took(await leo.post(f"/ideas/{idea}/status", {"status": "in_progress", **STEP}))
    answer = await leo.submit(form, {"status": "done", "text": "Det var hurtigt."})
    assert answer.status_code == 409
    assert "Det var hurtigt." in answer.text
