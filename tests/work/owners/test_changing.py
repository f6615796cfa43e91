"""Who has an idea: given at the answer, changed later, handed on; somebody always has it."""

import json

from schemas.moment import MomentKind
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.owners.scene import FIRST, IDA, day, moments, owners, under_way, with_link

WRITTEN = "SELECT count(*) FROM job WHERE kind = 'owner_given' AND idea_id = (SELECT id FROM idea WHERE public_id = $1)"


async def test_two_may_share_it_and_a_mail_may_be_an_accounts(cast: Cast) -> None:
    await cast.ada()
    ada = cast.people["Ada"]
    idea = await under_way(cast, owner="Ida Lind", owner_mail=IDA.upper(), owner2="A. Holm", owner2_mail=ada.mail)
    assert [(each.name, each.mail, each.person_id) for each in await owners(cast, idea)] == [
        ("Ida Lind", IDA, None),
        ("A. Holm", ada.mail, ada.id),
    ]
    story = (await (await cast.ben()).page(f"/ideas/{idea}")).text
    assert "Ansvaret har Ida Lind, A. Holm." in story
    assert IDA not in story
    assert [told.name for told in await moments(cast, idea, MomentKind.OWNER_NEW)] == ["Ida Lind", "A. Holm"]
    assert (await rows(cast.database.url, WRITTEN, idea))[0][0] == 2


async def test_the_same_one_twice_is_refused(cast: Cast) -> None:
    idea, leo = await under_way(cast), await cast.leo()
    answer = await leo.post(f"/ideas/{idea}/owners", {"owner": "Ida Lind", "owner_mail": IDA, "owner2": "ida lind"})
    assert answer.status_code == 422
    assert "Skriv to forskellige" in answer.text
    assert len(await owners(cast, idea)) == 1


async def test_leaders_and_the_coordinator_change_who_has_it(cast: Cast) -> None:
    idea, ada, leo = await under_way(cast), await cast.ada(), await cast.leo()
    page = await ada.page(f"/ideas/{idea}")
    form = page.form(f"/ideas/{idea}/owners")
    assert took(await ada.submit(form, {"owner2": "Poul Vang"}))
    assert [each.name for each in await owners(cast, idea)] == ["Ida Lind", "Poul Vang"]
    before = [each.id for each in await owners(cast, idea)]
    assert took(await ada.submit((await ada.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/owners")))
    assert [each.id for each in await owners(cast, idea)] == before, "the same again changes nothing"
    form = (await leo.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/owners")
    assert took(await leo.submit(form, {"owner": "", "owner_mail": ""}))
    assert [each.name for each in await owners(cast, idea)] == ["Poul Vang"]
    assert [told.name for told in await moments(cast, idea, MomentKind.OWNER_LEFT)] == ["Ida Lind"]
    answer = await leo.post(f"/ideas/{idea}/owners", {"owner": "", "owner2": ""})
    assert (answer.status_code, "Skriv, hvem der har ansvaret" in answer.text) == (422, True)
    assert [each.name for each in await owners(cast, idea)] == ["Poul Vang"]


async def test_two_who_change_it_at_once_lose_nothing(cast: Cast) -> None:
    idea, ada, leo = await under_way(cast), await cast.ada(), await cast.leo()
    form = (await leo.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/owners")
    assert took(await ada.post(f"/ideas/{idea}/owners", {"owner": "Poul Vang"}))
    answer = await leo.submit(form, {"owner": "Karen Friis"})
    assert answer.status_code == 409
    assert "En anden skrev: Poul Vang" in answer.text
    again = (await leo.follow(answer)).form(f"/ideas/{idea}/owners")
    assert again.fields["owner"] == "Karen Friis"
    assert json.loads(again.fields["was"])["owner"] == "Poul Vang"
    assert took(await leo.submit(again))
    assert [each.name for each in await owners(cast, idea)] == ["Karen Friis"]


async def test_an_owner_with_an_account_lets_it_go(cast: Cast) -> None:
    await cast.ada()
    idea, ada = await under_way(cast, owner="Ada Holm"), await cast.ada()
    form = (await ada.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/leaving")
    assert took(await ada.submit(form, {"text": "Jeg skifter afdeling."}))
    assert [each.name for each in await owners(cast, idea)] == ["Leo Bach"]
    page = await ada.page(f"/ideas/{idea}")
    assert not [one for one in page.forms() if (one.action or "").endswith("/leaving")], "it is not hers any more"
    assert (await ada.post(f"/ideas/{idea}/leaving", {"text": "Igen"})).status_code == 403


async def test_the_only_leader_cannot_leave_it_to_nobody(cast: Cast) -> None:
    idea, leo = await under_way(cast, owner="Leo Bach"), await cast.leo()
    answer = await leo.post(f"/ideas/{idea}/leaving", {"text": "Jeg har ikke tid."})
    assert answer.status_code == 409
    assert "Der er ingen leder at give idéen videre til." in answer.text
    assert "Jeg har ikke tid." in answer.text
    assert [each.name for each in await owners(cast, idea)] == ["Leo Bach"]


async def test_members_neither_see_the_work_nor_do_it(cast: Cast) -> None:
    idea, ben = await under_way(cast), await cast.ben()
    page = await ben.page(f"/ideas/{idea}")
    assert "Køb filt til vognene" in page.text, "what is planned is for all to read"
    assert not page.select("//section[@id='work']//form")
    for path in ("news", "steps", "owners", "leaving"):
        assert (
            await ben.post(f"/ideas/{idea}/{path}", {"text": "x", "owner": "B", **FIRST, "step_date": day()})
        ).status_code == 403


async def test_an_address_that_is_taken_away_takes_its_link_along(cast: Cast, site: Site) -> None:
    idea, leo = await under_way(cast), await cast.leo()
    ida = await with_link(cast, site, idea)
    form = (await leo.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/owners")
    assert took(await leo.submit(form, {"owner_mail": ""}))
    assert [(each.name, each.mail) for each in await owners(cast, idea)] == [("Ida Lind", "")]
    assert (await ida.get(ida.door)).status_code == 404
    assert not await moments(cast, idea, MomentKind.OWNER_LEFT), "it is still hers"


async def test_a_new_answer_leaves_it_with_who_has_it(cast: Cast) -> None:
    idea, leo = await under_way(cast, status="agreed"), await cast.leo()
    assert took(await leo.answer(idea, "trial", where="N6", until=day()))
    before = [(each.id, each.name, each.mail) for each in await owners(cast, idea)]
    form = (await leo.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    assert (form.fields["owner"], form.fields["owner_mail"], form.fields["person"]) == ("Ida Lind", IDA, "Ida Lind")
    assert took(await leo.submit(form, {"status": "agreed", "text": "Det virker. Vi gør det alle steder."}))
    assert [(each.id, each.name, each.mail) for each in await owners(cast, idea)] == before
