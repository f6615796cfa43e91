"""Ideas are shown one by one: the coordinator calls the next, and those that wait are hidden from everyone."""

from collections.abc import Callable

from tests.privacy.test_hidden import Watchers
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took

TITLES = [f"Zqtitel{letter}" for letter in "abcd"]


async def written(cast: Cast, way: str = "one") -> Staff:
    """Ben has written four ideas, and they are to come one by one; the phase is `propose`."""
    ada, ben = await cast.ada(), await cast.ben()
    for title in TITLES:
        assert took(await ben.propose(title, title.replace("titel", "tekst")))
    assert took(await do(ada, way))
    return ada


async def do(ada: Staff, what: str, **more: object):  # type: ignore[no-untyped-def]
    """What the coordinator's tools send."""
    return await ada.post(f"{ada.room}/reveal", {"do": what, **more})


async def shown(cast: Cast) -> list[str]:
    """The titles that are shown, by number."""
    query = "SELECT title FROM idea WHERE board_id = $1 AND shown_at IS NOT NULL ORDER BY number"
    return [row["title"] for row in await rows(cast.database.url, query, cast.board.id)]


def cards(page: Page) -> list[str]:
    """The titles of the ideas in the room, from the top."""
    return [" ".join(title.text_content().split()) for title in page.select("//*[@id='ideas']//h3")]


def has(count: int) -> Callable[[Page], object]:
    """Whether so many ideas are shown."""
    return lambda page: len(cards(page)) == count


async def test_the_next_one_is_first_and_large_and_the_rest_follow(cast: Cast) -> None:
    ada = await written(cast)
    rie, cleo = await cast.rie(), await cast.cleo()
    await ada.phase("reveal")
    desk, room = await ada.stream(f"{ada.room}/desk"), await rie.stream()
    screen = await cleo.stream(f"/screen/{cast.meeting.screen_token}")
    assert "4 idéer er ikke vist endnu" in desk.page.text
    assert "Nu kommer idéerne, én ad gangen." in room.page.text
    assert await shown(cast) == []
    for number in (1, 2):
        assert took(await ada.submit(desk.page.form("#reveal"), {"do": "next"}))
        await room.until(has(number))
        told = await shown(cast)
        assert cards(room.page) == told[::-1], "the newest stands first"
        assert room.page.element("newest").text_content().startswith(f"Den nyeste er idé {number}.")
        await screen.sees(told[-1])
        assert [title for title in TITLES if title in screen.page.text] == [told[-1]], "one alone"
        await desk.sees(f"{4 - number} idéer er ikke vist endnu")
    assert took(await ada.submit(desk.page.form("#reveal"), {"do": "rest"}))
    await desk.sees("Alle idéer er vist.")
    await room.until(lambda page: len(cards(page)) == 4)
    numbers = [row["number"] for row in await rows(cast.database.url, NUMBERS, cast.board.id)]
    assert numbers == [1, 2, 3, 4]
    fresh = await cleo.page(f"/screen/{cast.meeting.screen_token}")
    assert all(title in fresh.text for title in TITLES)
    for stream in (desk, room, screen):
        await stream.close()


NUMBERS = "SELECT number FROM idea WHERE board_id = $1 ORDER BY number"


async def test_those_that_wait_are_hidden_from_everyone_everywhere(cast: Cast) -> None:
    ada = await written(cast)
    ben = await cast.ben()
    own = await ben.stream()
    watchers = await Watchers.gather(cast)
    await ada.phase("reveal")
    for left in (3, 2):
        assert took(await do(ada, "next"))
        await watchers.streams["desk"].sees(f"{left} idéer er ikke vist endnu")
        head = (await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id))[0]["seq"]
        for stream in (own, *watchers.streams.values()):
            await stream.reaches(head)
        told, out = await watchers.everything(cast), await shown(cast)
        waits = [mark for title in TITLES if title not in out for mark in (title, title.replace("titel", "tekst"))]
        assert not [f"{mark} in {name}" for name, text in told.items() for mark in waits if mark in text]
        assert not [mark for mark in waits if any(mark in raw for raw in own.raw)], "broadcast to their proposer"
        assert sum(out[-1] in text for text in told.values()) > 12, "looked for in the wrong places"
    await watchers.close()
    await own.close()


async def test_the_order_is_not_that_of_writing(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    titles = [f"Idé {number:02}" for number in range(12)]
    for title in titles:
        assert took(await ben.propose(title))
    assert took(await do(ada, "one"))
    await ada.phase("reveal")
    for _ in titles:
        assert took(await do(ada, "next"))
    assert sorted(await shown(cast)) == titles
    assert await shown(cast) != titles, "1 in 479 million by chance"


async def test_two_presses_at_once_show_one(cast: Cast) -> None:
    ada = await written(cast)
    await ada.phase("reveal")
    form = (await ada.desk()).form("#reveal")
    for _ in range(2):
        assert took(await ada.submit(form, {"do": "next"}))
    assert len(await shown(cast)) == 1


async def test_leaving_shows_the_rest_but_going_back_to_write_does_not(cast: Cast) -> None:
    ada = await written(cast)
    await ada.phase("reveal")
    assert took(await do(ada, "next"))
    await ada.phase("propose")
    assert len(await shown(cast)) == 1, "in `propose` what is written is hidden"
    await ada.phase("reveal")
    assert len(await shown(cast)) == 1
    await ada.phase("group")
    assert len(await shown(cast)) == 4


async def test_ending_the_meeting_shows_the_rest(cast: Cast) -> None:
    ada = await written(cast)
    await ada.phase("reveal")
    assert took(await ada.post(f"{ada.room}/end"))
    assert len(await shown(cast)) == 4


async def test_all_at_once_is_chosen_at_the_desk_too(cast: Cast) -> None:
    ada = await written(cast)
    assert "én ad gangen, når du siger til" in (await ada.desk()).element("tools").text_content()
    assert took(await ada.submit((await ada.desk()).form("#reveal-by"), {"do": "all"}))
    assert "alle på én gang" in (await ada.desk()).element("tools").text_content()
    await ada.phase("reveal")
    assert len(await shown(cast)) == 4
    for what, status in (("next", 303), ("", 422), ("some", 422)):
        assert (await do(ada, what)).status_code == status
    await ada.phase("vote")
    assert (await do(ada, "next")).status_code == 409


async def test_all_in_the_midst_of_it_shows_those_that_wait(cast: Cast) -> None:
    ada = await written(cast)
    await ada.phase("reveal")
    assert took(await do(ada, "all"))
    assert len(await shown(cast)) == 4


async def test_an_idea_that_is_taken_in_late_waits_for_its_turn(cast: Cast) -> None:
    ada = await written(cast)
    await ada.phase("reveal")
    assert took(await do(ada, "rest"))
    assert took(await (await cast.ben()).propose("Kom for sent"))
    assert took(await ada.submit((await ada.desk()).form("/admission")))
    assert "Kom for sent" not in await shown(cast)
    assert "1 idé er ikke vist endnu" in (await ada.desk()).text
    assert took(await do(ada, "next"))
    assert (await shown(cast))[-1] == "Kom for sent"
