"""A board is closed and opened again, and moved to another unit."""

import json

from schemas.flow import Status
from tests.organisation.units.test_leaving_office import an_idea, units
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.work.answers.scene import REASON, above, sent

CLOSED = "Peerboardet er lukket"


async def end(cast: Cast) -> Member:
    """Ada, who has ended the meeting."""
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))
    return ada


async def test_a_closed_board_can_be_read_and_nothing_is_added(cast: Cast) -> None:
    idea, ben, leo = await sent(cast), await cast.ben(), await cast.leo()
    ada, board = await cast.ada(), f"/b/{cast.board.public_id}"
    refused = await ada.post(f"{board}/closing")
    assert refused.status_code == 409
    assert "Der er et møde, som ikke er slut" in refused.text
    await end(cast)
    assert took(await ada.submit((await ada.page(board)).form(f"{board}/closing")))
    for who, path in ((ada, board), (ben, f"{board}/progress"), (ben, f"/ideas/{idea}"), (leo, f"/ideas/{idea}")):
        assert "Peerboardet blev lukket" in (await who.page(path)).text, path
    assert "Ro om aftenen" in (await ben.page(f"{board}/progress")).text
    for answer in (
        await leo.answer(idea, "declined", text=REASON),
        await ben.post(f"/ideas/{idea}/follow", {"mail": "ben@hjemme.test"}),
        await ben.post(f"/ideas/{idea}/attention"),
        await ada.post(f"{board}/staff", {"mail": "ny@region.test", "name": "Ny"}),
        await ada.post(f"{board}/meetings", {"title": "Nyt"}),
    ):
        assert answer.status_code in {409, 404}, answer.text[:200]
        assert answer.status_code == 404 or CLOSED in answer.text
    assert not [form for form in (await ada.page(board)).forms() if str(form.action).endswith("/staff")]
    assert took(await ben.leave()), "one may always leave"


async def test_a_closed_board_is_late_with_nothing_and_opens_as_it_was(cast: Cast) -> None:
    idea, leo = await sent(cast), await cast.leo()
    ada, board = await end(cast), f"/b/{cast.board.public_id}"
    assert "1 idé venter på svar" in (await leo.page("/answers")).text
    assert took(await ada.post(f"{board}/closing"))
    overview = await leo.page("/overview")
    assert "Lukkede peerboards" in overview.text
    assert overview.select(f"//section[@aria-labelledby='closed-name']//a[@href='{board}']")
    assert "Her kommer tallene" in overview.text, "it counts nowhere"
    assert "1 idé venter" not in (await leo.page("/answers")).text
    assert not (await ada.page("/waiting")).select("//ul[@class='lines needs']")
    assert "Lukket" in (await ada.page("/boards")).text
    assert took(await ada.submit((await ada.page(board)).form(f"{board}/opening")))
    assert "1 idé venter på svar" in (await leo.page("/answers")).text
    assert took(await leo.answer(idea, "declined", text=REASON))
    unit = (await units(cast))["department"]
    assert (await ada.page(f"/units/{unit}")).text.count("Peerboard lukket eller åbnet") == 2


async def test_the_guide_leaves_a_closed_board_alone(cast: Cast) -> None:
    ada, kept = await end(cast), "SELECT name, unit_id FROM board WHERE id = $1"
    before = await rows(cast.database.url, kept, cast.board.id)
    assert took(await ada.post(f"/b/{cast.board.public_id}/closing"))
    assert took(await ada.post("/start/board", {"name": "Det nye peerboard", "format": "peerboard"}))
    assert await rows(cast.database.url, kept, cast.board.id) == before
    assert "Det nye peerboard" in (await ada.page("/boards")).text, "it makes another"


async def test_mail_that_waited_is_as_new_when_the_board_opens(cast: Cast) -> None:
    ada, board = await end(cast), f"/b/{cast.board.public_id}"
    assert took(await ada.post(f"{board}/closing"))
    query = "INSERT INTO mail (recipient, subject, body, message_id, news, by_day, created_at)"
    query += " VALUES ('leo@x.test', 's', 'b', '<old@x>', true, true, now() - interval '20 days') RETURNING id"
    mail = (await rows(cast.database.url, query))[0][0]
    query = "INSERT INTO job (kind, subject_id, dedupe, due_at, state, attempts, board_id)"
    query += " VALUES ('mail', $1, 'mail:old', now(), 'due', 0, $2)"
    await rows(cast.database.url, query, mail, cast.board.id)
    assert took(await ada.post(f"{board}/opening"))
    query = "SELECT now() - created_at < interval '1 day' FROM mail WHERE id = $1"
    assert (await rows(cast.database.url, query, mail))[0][0]


async def test_a_letter_that_is_about_another_board_too_goes_all_the_same(cast: Cast) -> None:
    ada, here = await end(cast), cast.board.id
    query = "INSERT INTO mail (recipient, subject, body, message_id, news, by_day, created_at, lines)"
    query += " VALUES ($1, 's', 'b', gen_random_uuid(), true, true, now(), $2::jsonb) RETURNING id"
    job = "INSERT INTO job (kind, subject_id, dedupe, due_at, state, attempts, board_id)"
    job += " VALUES ('mail', $1, 'mail:' || $1::bigint::text, now(), 'due', 0, $2) RETURNING id"
    jobs = []
    for to, lines in (("both@x.test", [here, 0]), ("one@x.test", [here]), ("none@x.test", None)):
        said = json.dumps([{"board": board} for board in lines] if lines else None)
        mail = (await rows(cast.database.url, query, to, said))[0]["id"]
        jobs.append((await rows(cast.database.url, job, mail, here))[0]["id"])
    assert took(await ada.post(f"/b/{cast.board.public_id}/closing"))
    found = await rows(cast.database.url, "SELECT board_id FROM job WHERE id = ANY ($1) ORDER BY id", jobs)
    assert [row["board_id"] for row in found] == [None, here, here]


async def test_a_board_moves_with_all_it_has_and_the_leaders_change_over(cast: Cast) -> None:
    idea, leo, ada = await sent(cast), await cast.leo(), await cast.ada()
    boss, there, board = await above(cast), await units(cast), f"/b/{cast.board.public_id}"
    page = await ada.page(board)
    for unit in ("department", "elsewhere"):
        answer = await ada.post(f"{board}/unit", {"unit": there.get(unit, "findes-ikke")})
        assert answer.status_code == (303 if unit == "department" else 422)
    assert took(await ada.submit(page.form(f"{board}/unit"), {"unit": there["hospital"]}))
    told = await rows(cast.database.url, "SELECT leader_id, status, answer_by FROM idea WHERE public_id = $1", idea)
    assert told[0]["leader_id"] == cast.people["Dorthe Winther"].id
    assert told[0]["status"] == Status.REVIEW
    assert (await leo.get(board)).status_code == 404, "he led only the department"
    assert took(await boss.answer(idea, "declined", text=REASON))
    assert "Ro om aftenen" in (await ada.page(f"{board}/progress")).text
    history = (await ada.page(f"/units/{there['hospital']}")).text
    assert "Peerboard flyttet" in history
    await boss.close()


async def test_a_coordinator_without_the_units_cannot_move_it(cast: Cast) -> None:
    await an_idea(cast)
    there, board = await units(cast), f"/b/{cast.board.public_id}"
    bo = await cast.bo()
    await rows(cast.database.url, "UPDATE person SET coordinator = false WHERE id = $1", cast.people["Bo"].id)
    assert not [form for form in (await bo.page(board)).forms() if str(form.action).endswith("/unit")]
    assert (await bo.post(f"{board}/unit", {"unit": there["hospital"]})).status_code == 404
