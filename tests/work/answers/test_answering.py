"""The leader answers, once, with what each answer needs."""

import pytest

from schemas.flow import FLOW, REASON_MIN, Status
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.work.answers.scene import REASON, SOON, STEP, above, colleague, sent, shown, stored

ANSWERS: dict[Status, dict[str, object]] = {
    Status.AGREED: {"text": "Det gør vi fra maj.", "owner": "Leo Bach", **STEP},
    Status.TRIAL: {"where": "Afsnit N6", "until": SOON},
    Status.DECLINED: {"text": REASON},
    Status.ON_HOLD: {"text": REASON, "date": SOON},
}
TOLD = {
    Status.AGREED: "Vi har sagt ja til idéen.",
    Status.TRIAL: "Vi prøver idéen af i det små. Sted: Afsnit N6.",
    Status.DECLINED: "Det kan ikke lade sig gøre, fordi der er ikke personale til det om aftenen.",
    Status.ON_HOLD: "Idéen venter, fordi der er ikke personale til det om aftenen. Vi ser på den igen",
}
YES = {"status": "agreed", "text": "Ja.", "owner": "Leo", **STEP}


def test_every_official_answer_is_tried() -> None:
    assert set(ANSWERS) == {status for status, rule in FLOW.items() if rule.answer and not rule.asked} == set(TOLD)


@pytest.mark.parametrize("status", ANSWERS)
async def test_each_answer_is_kept_and_told(cast: Cast, database_url: str, status: Status) -> None:
    idea = await sent(cast)
    leo, ben = await cast.leo(), await cast.ben()
    inbox = await leo.page("/answers")
    assert "Ro om aftenen" in inbox.text
    assert "Sluk lyset kl. 22" in inbox.text
    assert inbox.select(f"//a[@href='/answers/{idea}']")
    letter = await leo.page(f"/answers/{idea}")
    answer = await leo.submit(letter.form(f"/ideas/{idea}/answer"), {"status": status, **ANSWERS[status]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/answers?sent")
    assert (await stored(cast, idea)).status is status
    page = await ben.page(f"/ideas/{idea}")
    assert TOLD[status] in page.text
    assert "Leo Bach, Afdelingschef, Afdeling A" in page.text
    assert await _given(database_url, idea) == [("Leo Bach", "Afdelingschef", "Afdeling A")]
    query = "SELECT kind FROM event WHERE board_id = $1 AND kind <> 'MomentAdded' ORDER BY seq DESC LIMIT 2"
    log = await rows(database_url, query, cast.board.id)
    assert [row["kind"] for row in log] == ["AnswerGiven", "StatusChanged"]
    assert "Ingen idéer venter på svar" in (await leo.page("/answers")).text


async def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    for fields, wrong in (
        ({"status": "agreed", "text": "Det gør vi.", **STEP}, ["owner"]),
        ({"status": "agreed", "owner": "Leo", **STEP}, ["text"]),
        ({"status": "agreed", "text": "Det gør vi.", "owner": "Leo"}, ["step", "step_date"]),
        ({"status": "agreed", "text": "Ja.", "owner": "Leo", "owner_mail": "leo", **STEP}, ["owner_mail"]),
        ({"status": "agreed", "text": "Ja.", "owner": "Leo", "owner2_mail": "b@b.test", **STEP}, ["owner2"]),
        ({"status": "agreed", "text": "Ja.", "owner": "Leo", "owner2": "x" * 201, **STEP}, ["owner2"]),
        (YES | {"step2": "Bestil filt", "step2_date": "2020-02-02"}, ["owner2", "step2_date"]),
        (YES | {"owner2": "Bo", "step2_date": SOON}, ["step2"]),
        (YES | {"owner2": "Bo", "step2": "Bestil filt"}, ["step2_date"]),
        ({"status": "trial", "text": "Vi prøver."}, ["where", "until"]),
        ({"status": "trial", "where": "N6", "until": "2020-02-02"}, ["until"]),
        ({"status": "declined", "text": "x" * (REASON_MIN - 1)}, ["text"]),
        ({"status": "declined", "text": " " * 40}, ["text"]),
        ({"status": "declined", "text": "x" * 4001}, ["text"]),
        ({"status": "on_hold", "text": REASON}, ["date"]),
        ({"status": "elsewhere"}, ["status"]),
        ({"text": "Uden valg"}, ["status"]),
        ({"status": "confirmed"}, ["status"]),
        ({"status": "in_progress", "text": "Uden om svaret"}, ["status"]),
        ({"status": "nonsense"}, ["status"]),
    ):
        answer = await leo.post(f"/ideas/{idea}/answer", fields)
        assert answer.status_code == 422, fields
        page = await leo.follow(answer)
        marked = page.select("//*[contains(@class, 'wrong')]/@id/..")
        assert [field.get("id") for field in marked] == [
            f"{name.replace('_', '-')}-{idea}-field" for name in sorted(wrong, key=_order)
        ]
        typed = dict(page.form(f"/ideas/{idea}/answer").form_values())
        assert {name: typed[name].removeprefix("\n") for name in fields if name != "status"} == {
            name: value for name, value in fields.items() if name != "status"
        }
    assert (await stored(cast, idea)).status is Status.REVIEW


async def _given(database_url: str, idea: str) -> list[tuple[str, ...]]:
    query = "SELECT name, answer.title, level FROM answer JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    return [tuple(row) for row in await rows(database_url, query, idea)]


def _order(name: str) -> int:
    order = ["status", "text", "owner", "owner_mail", "owner2", "owner2_mail", "step2", "step2_date"]
    order += ["step", "person", "step_date"]
    return [*order, "where", "until", "unit", "date"].index(name)


async def test_htmx_gets_the_form_as_it_was_typed(cast: Cast) -> None:
    idea = await sent(cast)
    fields = {"status": "declined", "text": "Nej"}
    answer = await (await cast.leo()).post(f"/ideas/{idea}/answer", fields, HX_Request="true")
    assert answer.status_code == 422
    assert answer.text.startswith("<hx-partial hx-target='#letter-now'")
    assert "<hx-partial hx-target='#reply'" in answer.text
    assert "Nej</textarea>" in answer.text
    fresh = await (await cast.leo()).get("/answers", headers={"HX-Request": "true"})
    assert "<hx-partial hx-target='#letters'" in fresh.text
    assert 'hx-trigger="every 15s"' in fresh.text


async def test_an_answer_sent_twice_is_one_answer(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    form = (await leo.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    fields = {"status": "declined", "text": REASON}
    for _ in range(2):
        assert took(await leo.submit(form, fields))
    assert len(await _given(database_url, idea)) == 1
    other = await leo.submit(form, {"status": "agreed", "text": "Alligevel ja.", "owner": "Leo Bach", **STEP})
    assert other.status_code == 409
    page = await leo.follow(other)
    assert "Idéen er flyttet i mellemtiden" in page.text
    assert "Alligevel ja." in page.text, "what was typed is not lost"


async def test_the_leader_above_answers_too_and_the_colleague_does_not(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    boss, mie = await above(cast), await colleague(cast)
    assert (await mie.answer(idea, "declined", text=REASON)).status_code == 404
    inbox = await boss.page("/answers")
    assert "venter på Leo Bach" in inbox.text
    assert took(await boss.answer(idea, "declined", text=REASON))
    assert await _given(database_url, idea) == [("Dorthe Winther", "Hospitalsdirektør", "Hospitalet")]
    await boss.close()
    await mie.close()


async def test_the_leader_below_does_not_answer_for_the_one_above(cast: Cast) -> None:
    idea = await shown(cast)
    boss = await above(cast)
    mail = cast.people["Dorthe Winther"].mail
    assert took(await (await cast.ada()).send_to_leader(idea, mail, SOON))
    assert (await (await cast.leo()).answer(idea, "declined", text=REASON)).status_code == 403
    assert took(await boss.answer(idea, "declined", text=REASON))
    await boss.close()


async def test_nobody_else_answers(cast: Cast) -> None:
    idea = await sent(cast)
    for member in (await cast.ben(), await cast.rie(), await cast.finn(), await cast.olga(), await cast.ada()):
        assert (await member.post(f"/ideas/{idea}/answer", {"status": "declined", "text": REASON})).status_code == 403
    assert (await (await cast.cleo()).post(f"/ideas/{idea}/answer", {"status": "declined"})).status_code == 404
    assert (await stored(cast, idea)).status is Status.REVIEW


async def test_a_leader_whose_seat_was_taken_away_finds_nothing(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    assert (await leo.get(f"/ideas/{idea}")).status_code == 200
    assert "Ro om aftenen" in (await leo.page("/answers")).text
    gone = "UPDATE seat SET removed_at = joined_at WHERE board_id = $1 AND role = 'leader' RETURNING id"
    assert await rows(database_url, gone, cast.board.id)
    assert (await leo.get(f"/ideas/{idea}")).status_code == 404
    assert (await leo.answer(idea, "declined", text=REASON)).status_code == 404
    assert "Ro om aftenen" not in (await leo.page("/answers")).text, "nor its title"


async def test_a_reason_is_what_can_be_read(cast: Cast) -> None:
    idea, leo = await sent(cast), await cast.leo()
    for text in ("\u200b" * 25, "Nej." + " " * 20 + "Nej.", "\u200f" + "Det går ikke"):
        answer = await leo.answer(idea, "declined", text=text)
        assert (answer.status_code, "mindst 20 tegn" in answer.text) == (422, True), text
    assert (await leo.answer(idea, "elsewhere", unit="\u200b")).status_code == 422
    assert (await stored(cast, idea)).status is Status.REVIEW
    assert took(await leo.answer(idea, "declined", text="Der er ikke 👩‍⚕️ nok om aftenen."))
