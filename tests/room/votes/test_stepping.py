"""The result is stepped through from the last line to the first; the room sees what the projector shows."""

from collections.abc import Callable

import pytest

from tests.room.votes.repeating import Voting
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took


def lines(page: Page) -> list[str]:
    """The ideas of the result that a page shows, from the top."""
    return [row.get("id", "").removeprefix("result-") for row in page.select("//tr[starts-with(@id, 'result-')]")]


def shows(wanted: list[str]) -> Callable[[Page], object]:
    """Whether a page shows these lines of the result."""
    return lambda page: lines(page) == wanted and "resultat" in page.text.lower()


async def voted(cast: Cast) -> Voting:
    """A vote in which the ideas get 15, 10, 10, 5 and no dots; it is not counted yet."""
    at = await Voting.begin(cast, 5, dots=8)
    round_id = (await round_of(cast))["public_id"]
    for member in at.members:
        dots = {at.ideas[place]: given for place, given in enumerate((3, 2, 2, 1))}
        assert took(await send(member, round_id, dots))
    return at


@pytest.mark.long
async def test_line_by_line_from_the_last_to_the_first(cast: Cast) -> None:
    at = await voted(cast)
    ada, ben, cleo = await cast.ada(), await cast.ben(), await cast.cleo()
    desk, room = await ada.stream(f"{ada.room}/desk"), await ben.stream()
    screen = await cleo.stream(f"/screen/{cast.meeting.screen_token}")
    assert took(await ada.submit(desk.page.form("#stepping"), {"do": "step"})), "chosen while people vote"
    await at.phase("result")
    one, two, three, four, _ = at.ideas
    await room.sees("Nu kommer resultatet, linje for linje.")
    for shown in ([], [four], [two, three, four], [one, two, three, four]):
        if shown:
            await desk.until(lambda page: page.find("step-next") is not None)
            assert took(await ada.submit(desk.page.form("#stepping"), {"do": "next"}))
        for page in (room, screen, desk):
            await page.until(shows(shown))
        fresh = [await ben.look(), await cleo.page(f"/screen/{cast.meeting.screen_token}"), await ada.desk()]
        assert [lines(page) for page in fresh] == [shown] * 3
        hidden = [idea for idea in at.ideas if idea not in shown]
        if len(shown) < 4:
            assert not [idea for idea in hidden for page in fresh[:2] if f'"/ideas/{idea}"' in page.source]
    assert "1 idé fik ingen" in (await ben.look()).text, "the rest comes with the first"
    assert (await ada.desk()).find("step-start") is not None
    for stream in (desk, room, screen):
        await stream.close()


async def test_all_at_once_unless_told_and_again_when_the_phase_is_left(cast: Cast) -> None:
    at = await voted(cast)
    ada, ben = await cast.ada(), await cast.ben()
    await at.phase("result")
    assert len(lines(await ben.look())) == 4
    path = f"{ada.room}/result"
    assert took(await ada.post(path, {"do": "step"}))
    assert lines(await ben.look()) == []
    assert took(await ada.post(path, {"do": "next"}))
    assert lines(await ben.look()) == [at.ideas[3]]
    assert took(await ada.post(path, {"do": "all"}))
    assert len(lines(await ben.look())) == 4
    assert took(await ada.post(path, {"do": "step"}))
    await at.phase("reveal", "result")
    assert len(lines(await ben.look())) == 4
    assert took(await ada.post(path, {"do": "step"}))
    assert took(await ada.post(f"{ada.room}/end"))
    assert len(lines(await ben.look())) == 4, "when the meeting is over nothing is held back"


async def test_two_presses_at_once_show_one_line(cast: Cast) -> None:
    at = await voted(cast)
    ada, ben = await cast.ada(), await cast.ben()
    await at.phase("result")
    path = f"{ada.room}/result"
    assert took(await ada.post(path, {"do": "step"}))
    form = (await ada.desk()).form("#stepping")
    for _ in range(2):
        assert took(await ada.submit(form, {"do": "next"}))
    assert lines(await ben.look()) == [at.ideas[3]]


async def test_where_no_order_may_be_told_there_is_nothing_to_step_through(cast: Cast) -> None:
    at = await Voting.begin(cast)
    ada, ben = await cast.ada(), await cast.ben()
    round_id = (await round_of(cast))["public_id"]
    for member in at.members[:3]:
        assert took(await send(member, round_id, {at.ideas[0]: 3, at.ideas[1]: 1}))
    assert took(await ada.post(f"{ada.room}/result", {"do": "step"}))
    await at.phase("result")
    assert lines(await ben.look()) == []
    assert "Færre end fem har stemt." in (await ben.look()).text
    answer = await ada.post(f"{ada.room}/result", {"do": "step"})
    assert (answer.status_code, "trin for trin" in answer.text) == (409, True)
    for wrong in ("", "back"):
        assert (await ada.post(f"{ada.room}/result", {"do": wrong})).status_code == 422
    await at.phase("reveal")
    assert (await ada.post(f"{ada.room}/result", {"do": "step"})).status_code == 409
