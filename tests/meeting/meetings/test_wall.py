"""The coordinator turns the projector from the desk, and makes the way in large; all walls of a meeting agree."""

from datetime import UTC, datetime, timedelta

from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.dom import Page, words
from tests.support.member import Staff, took

START = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
LONG = "Et sted, hvor vi kan være alene med dem, der kommer og besøger os, også når det er sent om aftenen"


async def shown(cast: Cast, many: int = 24) -> Staff:
    """So many ideas stand on the projector, on more than one picture."""
    ada, members = await cast.ada(), [await cast.ben(), *await cast.guests_join(3)]
    for number in range(many):
        assert took(await members[number % 4].propose(f"{LONG} {number}"))
    assert took(await ada.phase("reveal"))
    return ada


async def wall(cast: Cast) -> Page:
    """The projector as it is loaded now."""
    return await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}")


async def turned(cast: Cast) -> str:
    """The picture that the wall is told to show."""
    return str((await wall(cast)).element("wall").get("data-page"))


async def test_the_desk_turns_the_wall_and_says_where_it_is(cast: Cast, clock: Clock) -> None:
    clock.stop(START)
    ada = await shown(cast)
    path, screen = f"{ada.room}/wall", await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")
    of = len((await wall(cast)).select("//*[@id='stage']/*[contains(@class, 'screen-page')]"))
    assert of > 2
    desk = await ada.desk()
    assert f"{of} sider. De skifter selv, til du bladrer." in words(desk.element("wall-tools"))
    assert await turned(cast) == ""

    # While they follow each other, on and back go from the one that stands there by the clock.
    clock.stop(START + timedelta(seconds=16))
    assert took(await ada.submit(desk.form("#wall-on")))
    await screen.until(lambda page: page.element("wall").get("data-page") == "3", what="the third picture")
    desk = await ada.desk()
    assert f"Side 3 af {of}" in words(desk.element("wall-tools"))
    # From then on a button names its page, so that two presses of it are one.
    for _ in range(2):
        assert took(await ada.submit(desk.form("#wall-back")))
    assert await turned(cast) == "2"
    assert took(await ada.post(path, {"page": of, "of": of}))
    assert not (await ada.desk()).select("//*[@id='wall-on']"), "there is nothing behind the last"
    assert took(await ada.submit((await ada.desk()).form("#wall-alone")))
    assert await turned(cast) == ""
    for wrong in ("0", "-1", "1000", "999999999999", "0001999999999999", "én", "on on"):
        assert (await ada.post(path, {"page": wrong, "of": of})).status_code == 422
    assert (await ada.post(path, {"page": "on", "of": 0})).status_code == 422

    # Another step begins with its first picture.
    assert took(await ada.post(path, {"page": 2, "of": of}))
    assert took(await ada.phase("group"))
    assert await turned(cast) == ""
    await screen.until(lambda page: page.element("wall").get("data-page") == "", what="the first picture again")


async def test_the_way_in_is_large_when_the_coordinator_says_so_and_the_door_is_open(cast: Cast) -> None:
    ada = await shown(cast, 1)
    screen = await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")

    async def is_large(large: bool) -> None:
        await screen.until(lambda page: (page.element("join").get("class") == "large") is large, what=str(large))

    await is_large(False)
    assert took(await ada.submit((await ada.desk()).form("#wall-code")))
    await is_large(True)
    assert took(await ada.submit((await ada.desk()).form("#wall-code")))
    await is_large(False)
    assert took(await ada.post(f"{ada.room}/wall", {"code": "large"}))
    assert took(await ada.door(False))
    await is_large(False)
    assert not (await ada.desk()).select("//*[@id='wall-code']"), "a locked door has no way in to show"
    assert took(await ada.door(True))
    await is_large(True)
    assert took(await ada.phase("group"))
    await is_large(False)


async def test_since_last_stands_still_until_it_is_turned(cast: Cast) -> None:
    ada = await cast.ada()
    assert took(await ada.phase("since_last"))
    assert (await wall(cast)).element("wall").get("data-waits") is not None
    assert took(await ada.phase("propose"))
    assert (await wall(cast)).element("wall").get("data-waits") is None


async def test_a_meeting_that_is_over_shows_no_way_in(cast: Cast) -> None:
    ada = await shown(cast, 1)
    assert took(await ada.post(f"{ada.room}/end"))
    page = await wall(cast)
    assert "låst" not in page.text
    assert not words(page.element("join"))
    assert (await ada.desk()).find("wall-tools") is None


async def test_a_long_word_is_divided_on_the_wall_too(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Samarbejdsaftaleforhandlinger om natten"))
    for phase in ("reveal", "group", "discuss"):
        assert took(await ada.phase(phase))
        assert "\u00adhand\u00adlinger" in str((await wall(cast)).element("stage").text_content()), phase
