"""R4 for what comes step by step: ideas one by one, a vote that is repeated, a result line by line, and news since."""

import pytest

from server.core import clock
from server.core.change import changing_board
from server.meeting.meetings.commands import new_meeting
from tests.live.cases.ideas import sent, written
from tests.live.cases.meetings import voted
from tests.live.mirroring import Do, Scene, open_scene
from tests.live.watching import look_at_everything
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site


async def send_on(at: Scene, where: str, *what: str) -> None:
    """What the coordinator's tools send, one after another."""
    ada = await at.cast.ada()
    for do in what:
        assert took(await ada.post(f"{ada.room}/{where}", {"do": do}))


async def one_by_one(at: Scene) -> None:
    for _ in range(3):
        await written(at)
    await send_on(at, "reveal", "one")
    await at.phase("reveal")


async def next_idea(at: Scene) -> None:
    await send_on(at, "reveal", "next")


async def the_rest(at: Scene) -> None:
    await send_on(at, "reveal", "next", "rest")


async def leave_the_rest(at: Scene) -> None:
    await send_on(at, "reveal", "next")
    await at.phase("group")


async def stepping(at: Scene) -> None:
    await voted(at)
    await send_on(at, "result", "step")
    await at.phase("result")


async def all_lines(at: Scene) -> None:
    await send_on(at, "result", "next", "next")


async def back_to_propose(at: Scene) -> None:
    await at.phase("propose")
    await one_by_one(at)


async def again(at: Scene) -> None:
    """The second vote chooses what the first did not. With Rie and Eve, who look on, five people have come since the
    first; of fewer it would be told how they voted, and so nothing."""
    await at.cast.guests_join(3)
    await at.phase("vote")
    round_id = (await round_of(at.cast))["public_id"]
    for number in range(1, 6):
        assert took(await send(at.cast.devices[f"Medlem {number}"], round_id, {at.ideas[1]: 1}))
    await at.phase("result")
    status = await rows(
        at.cast.database.url, "SELECT status FROM idea WHERE board_id = $1 ORDER BY id", at.cast.board.id
    )
    assert [row["status"] for row in status] == ["proposed", "prioritised"]


MEETINGS: dict[str, tuple[Do, ...]] = {
    "ideas one by one": (one_by_one, next_idea, leave_the_rest, back_to_propose, the_rest),
    "a result line by line, and another vote": (stepping, all_lines, again),
}
"""What is done in a meeting; the first before the pages are opened."""


@pytest.mark.parametrize("name", MEETINGS)
@pytest.mark.long
async def test_every_page_shows_what_a_fresh_load_shows_after_each(name: str, site: Site, cast: Cast) -> None:
    before, *acts = MEETINGS[name]
    scene, watching = await open_scene(site, cast, before)
    for act in acts:
        head = len(await watching.events())
        await act(scene)
        assert await watching.events(head), f"nothing came of {act.__name__}"
        await watching.mirror()
    await watching.close()


@pytest.mark.long
async def test_news_since_the_last_meeting(site: Site, cast: Cast) -> None:
    """An answer is given, an idea is edited away, and another meeting is made while the room reads the news."""
    scene, first = await open_scene(site, cast, sent)
    await first.close()
    async with changing_board(site.app.state.runtime, cast.board.id or 0) as change:
        later = await new_meeting(change, "Næste møde", clock.now())
        later.in_lobby = False
    cast.meeting = later
    for device in cast.devices.values():
        device.meeting = later.public_id
    for name in ("Rie", "Eve"):
        await cast.devices[name].join(later.join_token, "relative", name)
    watching = await look_at_everything(cast, scene.ideas[0])
    leo, words = await cast.leo(), "Det kan vi ikke, for der er ikke plads på afsnittet."
    assert took(await leo.answer(scene.ideas[0], "declined", text=words, reason=words))
    await watching.mirror()
    assert "ikke plads på afsnittet" in watching.streams["screen of Cleo"].page.text
    assert took(await (await cast.ben()).post(f"/ideas/{scene.ideas[1]}/withdrawal"))
    await watching.mirror()
    await watching.close()
