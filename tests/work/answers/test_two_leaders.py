"""Two leaders answer at once: the second sees what the first did, and loses no word."""

import asyncio

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.work.answers.scene import REASON, STEP, above, sent

YES = "Det gør vi fra maj."


async def test_the_second_sees_the_first_and_keeps_their_words(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    leo, boss = await cast.leo(), await above(cast)
    mine = (await leo.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    theirs = (await boss.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    asked = {"status": "agreed", "text": YES, "owner": "Leo Bach", **STEP}
    answers = await asyncio.gather(leo.submit(mine, asked), boss.submit(theirs, {"status": "declined", "text": REASON}))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    first, second = (leo, boss) if answers[0].status_code == 303 else (boss, leo)
    late = answers[1] if first is leo else answers[0]
    page = await second.follow(late)
    told = YES if first is leo else "der er ikke personale"
    assert told in " ".join(page.element("letter-now").text_content().split())
    kept = REASON if first is leo else YES
    assert kept in page.element("reply").text_content()
    query = "SELECT answer.name FROM answer JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    assert len(await rows(database_url, query, idea)) == 1
    await boss.close()


async def test_the_open_page_is_told_at_once(cast: Cast) -> None:
    idea = await sent(cast)
    leo, boss = await cast.leo(), await above(cast)
    stream = await boss.stream(f"/answers/{idea}")
    assert stream.page.element("letter-now").get("data-status") == "review"
    assert took(await leo.answer(idea, "declined", text=REASON))
    await stream.until(lambda page: page.element("letter-now").get("data-status") == "declined")
    assert "Leo Bach, Afdelingschef" in stream.page.element("letter-now").text_content()
    assert not any("/answer'" in raw or "data-preview" in raw for raw in stream.raw), "the form is never pushed"
    await stream.close()
    await boss.close()


async def test_words_that_came_too_late_can_be_kept_as_a_note(cast: Cast) -> None:
    idea = await sent(cast)
    leo, boss = await cast.leo(), await above(cast)
    form = (await boss.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    assert took(await leo.answer(idea, "declined", text=REASON))
    page = await boss.follow(await boss.submit(form, {"status": "agreed", "text": YES, "owner": "Leo Bach", **STEP}))
    kept = next(form for form in page.forms() if form.get("id") == f"answer-{idea}")
    assert took(await boss.submit(kept))
    assert YES in (await leo.page(f"/answers/{idea}")).element("staff-notes").text_content()
    await boss.close()


async def test_who_goes_back_and_names_another_owner_is_not_told_that_it_was_sent(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    form = (await leo.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    asked = {"status": "agreed", "text": YES, "owner": "Leo Bach", **STEP}
    for _ in range(2):
        assert took(await leo.submit(form, asked)), "the same again is a second click"
    for other in ({"owner": "Bo Dam"}, {"owner2": "Bo Dam"}, {"step": "Ring til Falck"}, {"person": "Dagholdet"}):
        answer = await leo.submit(form, asked | other)
        assert answer.status_code == 409, other
        page = await leo.follow(answer)
        assert "Idéen er flyttet i mellemtiden" in page.text
        assert YES in page.element("reply").text_content()
    assert "Bo Dam" not in (await leo.page(f"/ideas/{idea}")).text
