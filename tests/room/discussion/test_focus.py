"""One idea before the room, on every screen, chosen by the coordinator."""

from tests.room.discussion.scene import events, focus, idea_ids, number_of, talking
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def in_focus(cast: Cast) -> str | None:
    query = (
        "SELECT idea.public_id FROM meeting LEFT JOIN idea ON idea.id = meeting.focus_id WHERE meeting.board_id = $1"
    )
    found = (await rows(cast.database.url, query, cast.board.id))[0]["public_id"]
    return str(found) if found else None


async def test_it_is_large_on_all_screens_and_the_others_are_folded(cast: Cast) -> None:
    first, second = await talking(cast)
    ada, rie, cleo = await cast.ada(), await cast.rie(), await cast.cleo()
    screens = [await rie.stream(), await ada.stream(f"{ada.room}/desk")]
    screens.append(await cleo.stream(f"/screen/{cast.meeting.screen_token}"))
    await focus(cast, second)
    names = ("focus", "focus", f"focus-{second}")
    for name, screen in zip(names, screens, strict=True):
        await screen.until(lambda page, name=name: page.find(name) is not None, what="the idea in focus")  # type: ignore[misc]
    title = (await rows(cast.database.url, "SELECT title FROM idea WHERE public_id = $1", second))[0]["title"]
    assert all(title in screen.page.element(name).text_content() for name, screen in zip(names, screens, strict=True))
    assert screens[0].page.find(f"idea-{first}") is not None
    assert screens[0].page.select("//*[@id='others']//details[not(@open)]//article")
    assert screens[2].page.find(f"idea-{first}") is None
    await focus(cast, "")
    for name, screen in zip(names, screens, strict=True):
        await screen.until(lambda page, name=name: page.find(name) is None, what="no idea in focus")  # type: ignore[misc]
        await screen.close()


async def test_next_and_previous_go_by_number_and_twice_is_once(cast: Cast) -> None:
    await talking(cast)
    first, second = await idea_ids(cast)
    ada = await cast.ada()
    desk = await ada.desk()
    assert desk.find("focus-before") is None
    first_thing = "//*[@id='next']//*[contains(@class, 'primary')]"
    assert [each.text_content() for each in desk.select(first_thing)] == ["Næste: idé 1"], "before any vote they talk"
    for _ in range(2):
        assert took(await ada.submit(desk.form("#focus-after")))
    assert (await in_focus(cast), await events(cast, "FocusMoved")) == (first, 1)
    assert took(await ada.submit((await ada.desk()).form("#focus-after")))
    assert await in_focus(cast) == second
    desk = await ada.desk()
    assert desk.find("focus-after") is None
    assert [each.text_content() for each in desk.select(first_thing)] == ["Gå til: Stem"]
    assert took(await ada.submit((await ada.desk()).form("#focus-before")))
    assert took(await ada.submit((await ada.desk()).form("#focus-choose"), {"about": second}))
    assert await in_focus(cast) == second
    assert took(await ada.submit((await ada.desk()).form("#focus-none")))
    assert await in_focus(cast) is None


async def test_it_is_taken_away_when_the_idea_is_withdrawn_or_hidden_and_when_the_phase_ends(cast: Cast) -> None:
    first, second, third = await talking(cast, "Ro", "Kaffe", "Lys")
    ada, ben = await cast.ada(), await cast.ben()
    await focus(cast, first)
    assert took(await ben.post(f"/ideas/{first}/withdrawal"))
    assert await in_focus(cast) is None
    await focus(cast, second)
    assert took(await ada.post(f"/ideas/{second}/hiding", {"hidden": "1", "reason": "Det er et navn"}))
    assert await in_focus(cast) is None
    for gone in (first, second, "x" * 22):
        assert (await ada.post(f"{ada.room}/focus", {"about": gone})).status_code == 404
    await focus(cast, third)
    assert took(await ada.phase("reveal"))
    assert await in_focus(cast) is None
    assert (await ada.post(f"{ada.room}/focus", {"about": third})).status_code == 409


async def test_an_idea_of_another_meeting_cannot_be_put_there(cast: Cast) -> None:
    await talking(cast)
    other = await Cast.gather(cast.url, cast.database, cast.secret, mark="-other")
    theirs = await talking(other, "Hos de andre")
    ada = await cast.ada()
    assert (await ada.post(f"{ada.room}/focus", {"about": theirs[0]})).status_code == 404
    assert await number_of(cast, (await idea_ids(cast))[0]) == 1
    await other.leave()
