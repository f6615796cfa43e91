"""Changing one's own words: from the version one saw, and nothing is lost when another screen was faster."""

import asyncio

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def idea_of(cast: Cast, member: Member) -> str:
    assert took(await member.propose("Ro", "Sluk lyset"))
    found = await rows(
        cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id DESC", cast.board.id
    )
    return str(found[0]["public_id"])


async def stored(cast: Cast, idea: str) -> tuple[str, str, int]:
    row = (await rows(cast.database.url, "SELECT title, text, version FROM idea WHERE public_id = $1", idea))[0]
    return row["title"], row["text"], row["version"]


async def test_words_change_and_the_version_counts(cast: Cast) -> None:
    ben = await cast.ben()
    idea = await idea_of(cast, ben)
    form = (await ben.look()).form(f"#edit-form-{idea}")
    assert took(await ben.submit(form, {"title": "Ro om aftenen"}))
    assert await stored(cast, idea) == ("Ro om aftenen", "Sluk lyset", 2)
    assert took(await ben.submit(form, {"title": "Ro om aftenen"})), "sent again, it is done once"
    assert await stored(cast, idea) == ("Ro om aftenen", "Sluk lyset", 2)


async def test_an_edit_from_an_old_version_shows_both_texts(cast: Cast) -> None:
    ben = await cast.ben()
    idea = await idea_of(cast, ben)
    old = (await ben.look()).form(f"#edit-form-{idea}")
    assert took(await ben.submit(old, {"text": "Fra telefonen"}))
    answer = await ben.submit(old, {"text": "Fra computeren"})
    assert answer.status_code == 409
    page = await ben.follow(answer)
    mine = page.element(f"mine-{idea}").text_content()
    form = page.form(f"#edit-form-{idea}")
    assert "Fra telefonen" in mine
    assert form.fields["text"].strip() == "Fra computeren"
    assert (await stored(cast, idea))[1:] == ("Fra telefonen", 2), "nothing is overwritten unseen"
    assert took(await ben.submit(form))
    assert (await stored(cast, idea))[1:] == ("Fra computeren", 3), "and sent again it holds"


async def test_two_screens_at_once_one_wins(cast: Cast) -> None:
    ben = await cast.ben()
    idea = await idea_of(cast, ben)
    edits = [ben.post(f"/ideas/{idea}", {"version": 1, "title": f"Ro {n}", "text": ""}) for n in range(5)]
    codes = [answer.status_code for answer in await asyncio.gather(*edits)]
    assert sorted(codes) == [303, 409, 409, 409, 409]
    assert await stored(cast, idea) == (f"Ro {codes.index(303)}", "", 2)


async def test_the_ideas_of_others_are_not_there(cast: Cast) -> None:
    ben, rie, ada = await cast.ben(), await cast.rie(), await cast.ada()
    idea = await idea_of(cast, ben)
    for shown in (False, True):
        if shown:
            await ada.phase("reveal")
        for other in (rie, ada, await cast.cleo()):
            for act in ("", "/withdrawal"):
                answer = await other.post(f"/ideas/{idea}{act}", {"version": 1, "title": "Mit", "text": ""})
                assert answer.status_code == 404, f"{other.name}{act} {shown}"
    assert await stored(cast, idea) == ("Ro", "Sluk lyset", 1)


async def test_limits_hold_for_edits_too(cast: Cast) -> None:
    ben = await cast.ben()
    idea = await idea_of(cast, ben)
    for title, text in (("t" * 301, ""), ("Ro", "x" * 4001), ("", "")):
        answer = await ben.post(f"/ideas/{idea}", {"version": 1, "title": title, "text": text})
        assert answer.status_code == 422
        assert (await ben.follow(answer)).form(f"#edit-form-{idea}").fields["text"].strip() == text
    assert await stored(cast, idea) == ("Ro", "Sluk lyset", 1)
