"""Steps: planned, changed and taken; what is in progress always has a next one; how far it is, is counted."""

import pytest

from schemas.flow import Status
from schemas.moment import MomentKind
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import stored
from tests.work.owners.scene import FIRST, day, moments, owners, steps, under_way, with_link

MORE = {"step": "Sæt filt på", "person": "Natholdet"}


async def test_planned_taken_and_counted(cast: Cast) -> None:
    idea, leo, ben = await under_way(cast), await cast.leo(), await cast.ben()
    for _ in range(2):  # a second click is the same step
        assert took(await leo.post(f"/ideas/{idea}/steps", {**MORE, "step_date": day(30)}))
    first, second = await steps(cast, idea)
    assert "0 af 2 skridt er taget" in (await ben.page(f"/ideas/{idea}")).text
    for _ in range(2):
        assert took(await leo.post(f"/ideas/{idea}/steps/{first.public_id}/taking"))
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "1 af 2 skridt er taget" in story
    assert "Skridtet er taget: Køb filt til vognene." in story
    assert [told.text for told in await moments(cast, idea, MomentKind.STEP_DONE)] == ["Køb filt til vognene"]
    assert [told.text for told in await moments(cast, idea, MomentKind.STEP_PLANNED)] == [first.text, second.text]
    watched = "SELECT kind, due_at::date - $1::date FROM job WHERE kind LIKE 'step_%' AND subject_id = $2 ORDER BY kind"
    found = [tuple(row) for row in await rows(cast.database.url, watched, second.day, second.id)]
    assert [(kind, days) for kind, days in found] in (
        [("step_due", -3), ("step_overdue", 0)],
        [("step_due", -3), ("step_overdue", 1)],
    )


async def test_one_that_was_not_taken_after_all_waits_again(cast: Cast, site: Site) -> None:
    idea, ben = await under_way(cast), await cast.ben()
    ida = await with_link(cast, site, idea)
    assert took(await ida.post(f"{ida.door}/steps", {**MORE, "step_date": day(30)}))
    first = (await steps(cast, idea))[0].public_id
    assert took(await ida.post(f"{ida.door}/steps/{first}/taking"))
    form = (await ida.page(ida.door)).form(f"/steps/{first}/waiting")
    for _ in range(2):
        assert took(await ida.submit(form))
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "0 af 2 skridt er taget" in story
    assert "Skridtet er ikke taget alligevel: Køb filt til vognene." in story
    assert [told.name for told in await moments(cast, idea, MomentKind.STEP_AGAIN)] == [FIRST["person"]]
    assert (await ben.post(f"/ideas/{idea}/steps/{first}/waiting")).status_code == 403


async def test_the_last_one_asks_for_the_next_or_for_the_end(cast: Cast) -> None:
    idea, leo = await under_way(cast), await cast.leo()
    (step,) = await steps(cast, idea)
    take = f"/ideas/{idea}/steps/{step.public_id}/taking"
    form = (await leo.page(f"/ideas/{idea}")).form(take)
    answer = await leo.submit(form)
    assert (answer.status_code, "Det var det sidste skridt." in answer.text) == (422, True)
    answer = await leo.post(take, {"then": "step", "step": "Sæt filt på", "person": "", "step_date": ""})
    assert answer.status_code == 422
    again = (await leo.follow(answer)).form(take)
    assert (again.fields["then"], again.fields["step"]) == ("step", "Sæt filt på"), "nothing is lost"
    assert (await steps(cast, idea))[0].done_at is None
    assert took(await leo.submit(again, {"person": "Natholdet", "step_date": day(9)}))
    assert [(each.text, each.done_at is None) for each in await steps(cast, idea)] == [
        ("Køb filt til vognene", False),
        ("Sæt filt på", True),
    ]
    last = (await steps(cast, idea))[1].public_id
    answer = await leo.post(f"/ideas/{idea}/steps/{last}/taking", {"then": "done", "text": ""})
    assert (answer.status_code, (await stored(cast, idea)).status) == (422, Status.IN_PROGRESS)
    assert took(await leo.post(f"/ideas/{idea}/steps/{last}/taking", {"then": "done", "text": "Alle vogne har filt."}))
    assert (await stored(cast, idea)).status is Status.DONE
    assert all(each.done_at for each in await steps(cast, idea))


async def test_a_coordinator_takes_the_last_with_a_next_one_but_does_not_end_it(cast: Cast) -> None:
    idea, ada = await under_way(cast), await cast.ada()
    (step,) = await steps(cast, idea)
    take = f"/ideas/{idea}/steps/{step.public_id}/taking"
    assert (await ada.post(take, {"then": "done", "text": "Det er gjort."})).status_code == 403
    assert (await steps(cast, idea))[0].done_at is None, "nothing of it happened"
    assert took(await ada.post(take, {"then": "step", **MORE, "step_date": day()}))


async def test_a_step_is_changed_and_two_at_once_lose_nothing(cast: Cast, site: Site) -> None:
    idea, leo = await under_way(cast), await cast.leo()
    ida = await with_link(cast, site, idea)
    (step,) = await steps(cast, idea)
    form = (await leo.page(f"/ideas/{idea}")).form(f"/ideas/{idea}/steps/{step.public_id}")
    page = await ida.look()
    theirs = page.form(f"{ida.door}/steps/{step.public_id}")
    assert took(await ida.submit(theirs, {"step_date": day(25)}))
    assert took(await leo.submit(form, {"person": "Dagholdet"})), "another field: both are kept"
    (now,) = await steps(cast, idea)
    assert (now.day.isoformat(), now.person) == (day(25), "Dagholdet")
    answer = await leo.submit(form, {"step_date": day(26)})
    assert answer.status_code == 409
    assert day(25) in answer.text
    assert len(await moments(cast, idea, MomentKind.STEP_CHANGED)) == 2
    assert (
        await leo.post(f"/ideas/{idea}/steps/{step.public_id}", {"step": "x", "step_date": "2020-01-01"})
    ).status_code == 422


async def test_one_of_another_idea_is_not_there(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    for strange in ("x" * 22, idea):
        assert (await ida.do(f"steps/{strange}/taking")).status_code == 404
        assert (await ida.do(f"steps/{strange}", **FIRST, step_date=day())).status_code == 404


@pytest.mark.parametrize("field", ["step", "person", "step_date"])
async def test_a_step_has_words_a_person_and_a_day(cast: Cast, field: str) -> None:
    idea, leo = await under_way(cast), await cast.leo()
    typed = {**MORE, "step_date": day()}
    answer = await leo.post(f"/ideas/{idea}/steps", {**typed, field: ""})
    assert answer.status_code == 422
    form = (await leo.follow(answer)).form(f"/ideas/{idea}/steps")
    assert {name: form.fields[name] for name in typed} == {**typed, field: ""}, "what was typed stays"
    assert len(await steps(cast, idea)) == 1


async def test_a_trial_without_a_named_owner_is_the_leaders(cast: Cast) -> None:
    from tests.work.answers.scene import sent

    idea, leo = await sent(cast), await cast.leo()
    assert took(await leo.answer(idea, "trial", where="N6", until=day()))
    assert [each.name for each in await owners(cast, idea)] == ["Leo Bach"]
