"""A coordinator sends an idea to a leader, with a date."""

from schemas.flow import Status
from server.core import clock
from server.core.days import danish_day
from server.work.deadlines.dates import within
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.work.answers.scene import SOON, above, put, sent, shown, stored
from tests.work.referrals.scene import ask


async def test_the_form_on_the_story_sends_it(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    page = await ada.page(f"/ideas/{idea}")
    form = page.form("/review")
    fields = dict(form.form_values())
    assert fields["answer_by"] == danish_day(within(clock.now(), 30)).isoformat(), "the next day that is worked on"
    assert "Leo Bach, Afdelingschef (Afdeling A)" in page.text
    answer = await ada.submit(form, {"leader": cast.people["Leo"].mail})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ideas/{idea}")
    row = await stored(cast, idea)
    assert row.status is Status.REVIEW
    assert row.leader_id == cast.people["Leo"].id
    assert row.answer_by is not None
    assert danish_day(row.answer_by).isoformat() == fields["answer_by"]
    page = await ada.page(f"/ideas/{idea}")
    assert "En leder ser på idéen. I får svar senest" in page.text
    assert "Lederen er Leo Bach, Afdelingschef." in page.text


async def test_leaders_above_may_be_chosen_too(cast: Cast) -> None:
    idea = await shown(cast)
    await above(cast)
    page = await (await cast.ada()).page(f"/ideas/{idea}")
    assert "Dorthe Winther, Hospitalsdirektør (Hospitalet)" in page.text


async def test_what_was_typed_stays_when_something_is_missing(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    for leader, day, field in (
        ("nobody@region.test", SOON, "leader"),
        (cast.people["Leo"].mail, "2020-01-01", "answer_by"),
        (cast.people["Leo"].mail, "i morgen", "answer_by"),
        (cast.people["Leo"].mail, "9999-12-31", "answer_by"),
    ):
        answer = await ada.send_to_leader(idea, leader, day)
        assert answer.status_code == 422, (leader, day)
        page = await ada.follow(answer)
        assert page.element(f"send-{field.replace('_', '-')}").get("aria-invalid") == "true"
        assert dict(page.form("/review").form_values())["answer_by"] == day
    assert (await stored(cast, idea)).status is Status.PROPOSED


async def test_htmx_gets_the_form_alone(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    fields = {"leader": cast.people["Leo"].mail, "answer_by": "2020-01-01"}
    answer = await ada.post(f"/ideas/{idea}/review", fields, HX_Request="true")
    assert answer.status_code == 422
    assert answer.text.startswith("<hx-partial ")
    _, acts = answer.text.split("<hx-partial hx-target='#acts'")
    assert "Vælg en dato, der ikke er gået." in acts.split("</hx-partial>")[0]


async def test_twice_is_once(cast: Cast) -> None:
    idea = await sent(cast)
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON))
    later = await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, "2028-01-01")
    assert later.status_code == 409


async def test_it_may_be_sent_after_the_meeting(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    assert took(await ada.post(f"/m/{cast.meeting.public_id}/end"))
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))


async def test_only_the_coordinator_sends(cast: Cast) -> None:
    idea = await shown(cast)
    mail = cast.people["Leo"].mail
    for member in (await cast.ben(), await cast.rie(), await cast.olga(), await cast.leo()):
        assert (await member.post(f"/ideas/{idea}/review", {"leader": mail, "answer_by": SOON})).status_code == 403
    stranger = await cast.cleo()
    assert (await stranger.post(f"/ideas/{idea}/review", {"leader": mail, "answer_by": SOON})).status_code == 404
    assert (await stored(cast, idea)).status is Status.PROPOSED


async def test_not_while_it_is_voted_on(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    assert took(await ada.phase("vote"))
    assert (await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON)).status_code == 409


async def test_not_before_it_is_shown(cast: Cast) -> None:
    assert took(await (await cast.ben()).propose("Skjult"))
    hidden = await stored(cast, title="Skjult")
    answer = await (await cast.ada()).send_to_leader(hidden.public_id, cast.people["Leo"].mail, SOON)
    assert answer.status_code == 404


async def test_not_when_it_is_on_its_way_already(cast: Cast) -> None:
    idea = await shown(cast)
    for status in (Status.AGREED, Status.TRIAL, Status.IN_PROGRESS, Status.WITHDRAWN, Status.MERGED):
        await put(cast, idea, status)
        answer = await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON)
        assert answer.status_code == 409, status


async def test_units_of_other_organisations_are_neither_offered_nor_meant(cast: Cast, database_url: str) -> None:
    idea, leo = await sent(cast), await cast.leo()
    name = f"Fremmed Hospital {cast.board.public_id}"
    made = "INSERT INTO unit (public_id, kind, name, logo_type, responsible) VALUES ($1, 'hospital', $2, '', '')"
    await rows(database_url, made, cast.board.public_id, name)
    offered = (await leo.page(f"/ideas/{idea}/referral")).select("//datalist[@id='units']/option")
    assert [unit.get("value") for unit in offered] == ["Afdeling A", "Hospitalet", "Region Nord"]
    assert took(await ask(leo, idea, name))
    await rows(database_url, "UPDATE unit SET name = 'Noget andet' WHERE name = $1", name)
    assert f"Idéen skal afgøres af {name}." in (await leo.page(f"/ideas/{idea}")).text
