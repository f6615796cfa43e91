"""Writing an idea: once however often it is sent, never refused for good, never cut."""

import asyncio

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

NUL = chr(0)


async def stored(cast: Cast) -> list[tuple[str, str, bool]]:
    query = "SELECT title, text, late FROM idea WHERE board_id = $1 ORDER BY id"
    return [(row["title"], row["text"], row["late"]) for row in await rows(cast.database.url, query, cast.board.id)]


async def test_sent_twice_with_the_same_key_it_is_one(cast: Cast) -> None:
    ben = await cast.ben()
    answers = await asyncio.gather(*(ben.propose("Ro", "Sluk lyset", key="k") for _ in range(5)))
    assert all(took(answer) for answer in answers)
    assert took(await ben.propose("Ro", "Sluk lyset", key="k")), "the answer was lost, and it is sent again"
    assert await stored(cast) == [("Ro", "Sluk lyset", False)]
    kinds = await rows(
        cast.database.url, "SELECT 1 FROM event WHERE board_id = $1 AND kind = 'IdeaProposed'", cast.board.id
    )
    assert len(kinds) == 1


async def test_the_same_key_with_other_words_keeps_both(cast: Cast) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    long_key = "x" * 64
    for title in ("Ro", "Ro om natten", "Ro om natten"):
        assert took(await ben.propose(title, key=long_key))
    assert took(await rie.propose("Ro", key=long_key)), "another's key is another key"
    assert [title for title, _, _ in await stored(cast)] == ["Ro", "Ro om natten", "Ro"], "each is kept once"


async def test_words_that_were_long_on_their_way_are_no_second_idea(cast: Cast) -> None:
    ben = await cast.ben()
    await ben.propose("Ro", "Sluk lyset", key="k")
    for title in ("Ro om aftenen", "Ro om natten"):
        form = next(form for form in (await ben.look()).forms() if str(form.get("id")).startswith("edit-form-"))
        assert took(await ben.submit(form, {"title": title}))
    assert took(await ben.propose("Ro", "Sluk lyset", key="k")), (
        "an answer was lost: the first try comes after the edits"
    )
    assert await stored(cast) == [("Ro om natten", "Sluk lyset", False)]
    assert took(await ben.propose("Ro", "Sluk alt lys", key="k"))
    assert len(await stored(cast)) == 2, "other words are never lost"


async def test_a_plain_form_without_a_script_has_a_key_of_its_own(cast: Cast) -> None:
    ben = await cast.ben()
    form = (await ben.look()).form("#write")
    for _ in range(2):
        assert took(await ben.submit(form, {"title": "Uden script"}))
    assert [title for title, _, _ in await stored(cast)] == ["Uden script"]


async def test_too_long_is_refused_with_the_words_kept_and_nothing_is_cut(cast: Cast) -> None:
    ben = await cast.ben()
    for title, text in (("t" * 301, ""), ("Ro", "x" * 4001), ("", "kun tekst"), ("   ", "kun tekst")):
        answer = await ben.propose(title, text)
        assert answer.status_code == 422
        page = await ben.follow(answer)
        form = page.form("#write")
        assert form.fields["title"].strip() == title.strip()
        assert form.fields["text"].strip() == text
    assert await stored(cast) == []
    assert took(await ben.propose("t" * 300, "x" * 4000))
    assert took(await ben.propose("æ" * 300, "😀" * 4000)), "counted as people count, not in bytes"
    assert [(len(title), len(text)) for title, text, _ in await stored(cast)] == [(300, 4000)] * 2


async def test_words_are_stored_as_they_were_typed(cast: Cast) -> None:
    ben = await cast.ben()
    words = "Første linje\r\nAnden <b>linje</b> & 'mere' \" {{ 7*7 }} %s"
    assert took(await ben.propose(f"Ro{NUL} & fred", words))
    assert await stored(cast) == [("Ro & fred", words.replace("\r\n", "\n"), False)]
    assert words.split("\r\n")[1] in (await ben.mine()).text


async def test_an_idea_after_its_phase_is_kept_as_late_and_unseen(cast: Cast) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    await ada.phase("reveal")
    answer = await ben.post(f"{ben.room}/ideas", {"key": "k", "title": "For sent", "text": ""}, HX_Request="true")
    assert took(answer)
    assert "Den kom efter tid" in answer.text
    assert await stored(cast) == [("For sent", "", True)]
    assert "For sent" not in (await rie.look()).text + (await ada.desk()).text
    assert "kom efter tid" in (await ben.look()).element("mine").text_content()


async def test_what_resembles_my_own_idea_is_hinted_at_and_kept(cast: Cast) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro på gangen om aftenen", "Sluk lyset klokken 22"))

    async def hint(who: str, title: str) -> bool:
        member = await cast.member(who)
        answer = await member.post(f"{ben.room}/ideas", {"key": title, "title": title, "text": ""}, HX_Request="true")
        assert took(answer)
        return "Den ligner en, du har skrevet før" in answer.text

    assert await hint("Ben", "Ro om aftenen på gangen")
    assert not await hint("Ben", "Bedre kaffe til pårørende")
    assert not await hint(rie.name, "Ro på gangen om aftenen"), "others' ideas are hidden, also from a hint"
    assert len(await stored(cast)) == 4, "a hint takes nothing away"
