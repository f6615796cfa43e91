"""The timer is the server's, only advisory, and never takes anything away."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took

START = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


def ends(page: Page) -> float | None:
    """Minutes from START until the page's timer ends; None without a timer that runs."""
    told = page.element("timer").get("data-ends")
    return (int(told) / 1000 - START.timestamp()) / 60 if told else None


def left(page: Page) -> float | None:
    """Minutes that a paused timer has left."""
    told = page.element("timer").get("data-left")
    return int(told) / 60_000 if told else None


async def test_start_add_take_pause_resume_stop(cast: Cast, clock: Clock) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    stream = await ben.stream()

    async def do(what: str, minutes: int, expected: tuple[float | None, float | None]) -> None:
        assert took(await ada.timer(what, minutes))
        await stream.until(lambda page: (ends(page), left(page)) == expected, what=f"{what} {minutes}: {expected}")

    clock.stop(START)
    await do("start", 5, (5, None))
    await do("add", 2, (7, None))
    await do("take", 3, (4, None))
    clock.stop(START + timedelta(minutes=1))
    await do("pause", 0, (None, 3))
    clock.stop(START + timedelta(minutes=30))
    await do("add", 1, (None, 4))
    await do("pause", 0, (None, 4))
    await do("resume", 0, (34, None))
    await do("resume", 0, (34, None))
    await do("start", 1, (31, None))
    clock.stop(START + timedelta(minutes=40))
    await do("add", 2, (42, None))
    await do("take", 100, (40, None))
    await do("stop", 0, (None, None))
    await do("pause", 0, (None, None))
    await do("resume", 0, (None, None))
    await do("add", 3, (43, None))
    await stream.close()


async def test_at_zero_nothing_happens(cast: Cast, clock: Clock) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    clock.stop(START)
    await ada.timer("start", 1)
    clock.stop(START + timedelta(minutes=10))
    assert took(await ben.propose("Skrevet efter tid på uret"))
    found = await rows(cast.database.url, "SELECT late FROM idea WHERE board_id = $1", cast.board.id)
    assert [row["late"] for row in found] == [False]
    assert (await ben.look()).element("room").get("data-phase") == "propose"


async def test_no_timer_is_longer_than_three_hours(cast: Cast, clock: Clock) -> None:
    ada = await cast.ada()
    clock.stop(START)
    for _ in range(4):
        assert took(await ada.timer("add", 60))
    assert ends(await ada.desk()) == 180


@pytest.mark.parametrize(("do", "minutes"), [("start", 181), ("start", -1), ("start", "fem"), ("explode", 1), ("", 1)])
async def test_nonsense_is_refused(cast: Cast, do: str, minutes: object) -> None:
    ada = await cast.ada()
    assert (await ada.post(f"{ada.room}/timer", {"do": do, "minutes": minutes})).status_code == 422


async def test_members_do_not_set_it(cast: Cast) -> None:
    for person in (await cast.ben(), await cast.olga(), await cast.leo()):
        answer = await person.post(f"/m/{cast.meeting.public_id}/timer", {"do": "start", "minutes": 5})
        assert answer.status_code in {403, 404}


async def test_it_stops_with_its_step(cast: Cast, clock: Clock) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    clock.stop(START)
    stream = await ben.stream()
    for do in ("start", "pause"):
        assert took(await ada.timer("start", 5))
        if do == "pause":
            assert took(await ada.timer("pause"))
        await stream.until(lambda page: (ends(page), left(page)) != (None, None), what="the timer")
        assert took(await ada.phase("reveal"))
        await stream.until(lambda page: (ends(page), left(page)) == (None, None), what="no timer")
        assert took(await ada.timer("resume"))
        assert ends(await ben.look()) is None
    await stream.close()


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("propose", "Tiden er gået. Skriv bare færdig."),
        ("vote", "Tiden er gået. Stem bare færdig."),
        ("discuss", "Tiden er gået."),
    ],
)
async def test_its_last_words_fit_the_step(cast: Cast, phase: str, said: str) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Ro om natten"))
    assert took(await ada.phase(phase))
    assert took(await ada.timer("start", 5))
    assert (await ben.look()).element("timer").get("data-over") == said
