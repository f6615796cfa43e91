"""Correcting an answer: the new words stand, the old are kept, and two who correct at once lose nothing."""

import asyncio

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.work.answers.scene import REASON, STEP, above, agreed, sent

NEW = "Natten har ingen vagt, der kan gøre det lige nu."


async def declined(cast: Cast) -> str:
    """An idea that Leo has said no to."""
    idea = await sent(cast)
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    return idea


async def test_the_new_words_stand_and_the_old_are_kept(cast: Cast, database_url: str) -> None:
    idea = await declined(cast)
    leo, ben = await cast.leo(), await cast.ben()
    stream = await ben.stream(f"/ideas/{idea}")
    page = await leo.page(f"/answers/{idea}")
    assert took(await leo.submit(page.form("/answer/edit"), {"text": NEW}))
    await stream.sees("fordi natten har ingen vagt")
    page = await leo.page(f"/answers/{idea}")
    assert "fordi natten har ingen vagt, der kan gøre det lige nu." in page.element("letter-now").text_content()
    assert "Rettet" in page.element("letter-now").text_content()
    assert REASON in page.element("was-now").text_content(), "what stood before can be read"
    assert NEW in " ".join((await ben.page(f"/ideas/{idea}")).text.split())
    query = "SELECT kind FROM moment JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    assert [row["kind"] for row in await rows(database_url, query, idea)] == ["answer_edited"]
    assert took(await leo.submit(page.form("/answer/edit"), {"text": NEW}))
    assert len(await rows(database_url, query, idea)) == 1, "the same words change nothing"
    query = "SELECT answer_version.version, answer_version.text, answer_version.name FROM answer_version"
    query += " JOIN answer ON answer.id = answer_id JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    assert [tuple(row) for row in await rows(database_url, query, idea)] == [(1, REASON, "Leo Bach")]
    await stream.close()


async def test_the_way_there_is_on_the_ideas_page_for_staff_alone(cast: Cast) -> None:
    idea = await agreed(cast)
    way = f"//a[@href='/answers/{idea}']"
    for staff in (await cast.leo(), await cast.ada()):
        assert (await staff.page(f"/ideas/{idea}")).select(way), "it is not in the inbox any more"
    assert not (await (await cast.ben()).page(f"/ideas/{idea}")).select(way)


async def test_every_version_is_kept(cast: Cast) -> None:
    idea = await declined(cast)
    leo = await cast.leo()
    for number in range(3):
        page = await leo.page(f"/answers/{idea}")
        assert took(await leo.submit(page.form("/answer/edit"), {"text": f"{NEW} ({number})"}))
    was = (await leo.page(f"/answers/{idea}")).element("was-now").text_content()
    assert [was.index(text) for text in (REASON, f"{NEW} (0)", f"{NEW} (1)")] == sorted(
        was.index(text) for text in (REASON, f"{NEW} (0)", f"{NEW} (1)")
    )


async def test_a_correction_needs_what_the_answer_needs(cast: Cast) -> None:
    idea = await declined(cast)
    leo = await cast.leo()
    form = (await leo.page(f"/answers/{idea}")).form("/answer/edit")
    for text, status in (("Nej", 422), ("", 422), ("x" * 4001, 422), (f"{NEW} Ring 20 30 40 50.", 422), (NEW, 303)):
        answer = await leo.submit(form, {"text": text})
        assert answer.status_code == status, text
        if status == 422 and text:
            assert text in (await leo.follow(answer)).element("correct-text").text_content()


async def test_two_at_once_see_each_other_and_lose_nothing(cast: Cast, database_url: str) -> None:
    idea = await declined(cast)
    leo, boss = await cast.leo(), await above(cast)
    forms = [(who, (await who.page(f"/answers/{idea}")).form("/answer/edit")) for who in (leo, boss)]
    texts = {"Leo": f"{NEW} Siger Leo.", "Dorthe": f"{NEW} Siger Dorthe."}
    given = list(zip(forms, texts.values(), strict=True))
    answers = await asyncio.gather(*(who.submit(form, {"text": text}) for (who, form), text in given))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(number for number, answer in enumerate(answers) if answer.status_code == 409)
    (who, _), text = given[late]
    page = await who.follow(answers[late])
    assert text in page.element("correct-text").text_content(), "their own words"
    assert given[1 - late][1] in page.element("correct-fold").text_content(), "and those that stand"
    assert took(await who.submit(page.form("/answer/edit"))), "sent again, theirs stand"
    query = "SELECT version, text FROM answer WHERE text LIKE $1"
    assert [tuple(row) for row in await rows(database_url, query, f"{NEW} Siger %")] == [(3, text)]
    await boss.close()


async def test_a_correction_of_an_answer_that_is_no_longer_the_last(cast: Cast) -> None:
    idea = await agreed(cast)
    leo = await cast.leo()
    form = (await leo.page(f"/answers/{idea}")).form("/answer/edit")
    assert took(await leo.answer(idea, "trial", where="N6", until=STEP["step_date"], text="Vi begynder småt."))
    answer = await leo.submit(form, {"text": "Det gør vi til maj."})
    assert answer.status_code == 409
    page = await leo.follow(answer)
    assert "Det gør vi til maj." in page.element("correct-text").text_content()
    assert "Vi begynder småt." in page.element("letter-now").text_content()


async def test_only_who_may_answer_corrects(cast: Cast) -> None:
    idea = await declined(cast)
    fields = {"answer": "1", "version": "1", "text": NEW}
    for member in (await cast.ben(), await cast.olga(), await cast.ada()):
        assert (await member.post(f"/ideas/{idea}/answer/edit", fields)).status_code == 403
    assert (await (await cast.cleo()).post(f"/ideas/{idea}/answer/edit", fields)).status_code == 404
    assert "Ret svaret" not in (await (await cast.ada()).page(f"/answers/{idea}")).text
