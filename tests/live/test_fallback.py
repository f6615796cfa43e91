"""Where sockets are blocked a page polls, and sees the same; and the server works without our socket protocol."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.core.database import Database
from server.live import poll as poll_module
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.mirror import differences
from tests.support.poll import Poll
from tests.support.site import SECRET, Site
from tests.support.stream import Stream
from tests.support.waiting import PATIENCE
from tests.work.answers.scene import shown


async def act(cast: Cast) -> None:
    """A meeting in short: everything that a page is told of."""
    ada, ben = await cast.ada(), await cast.ben()
    members = await cast.guests_join(4)
    assert took(await ben.propose("Ro om aftenen"))
    assert took(await ada.timer("start", 5))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    page = await ben.look()
    ballot = [name for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
    for member in (ben, *members):
        assert took(await member.vote({ballot[0].removeprefix("dots-"): 2}))


async def test_a_page_that_polls_sees_what_a_page_with_a_socket_sees(cast: Cast) -> None:
    rie = await cast.rie()
    socket = await rie.stream()
    polled = await Poll(rie, rie.room).open()
    await act(cast)
    for follower in (socket, polled):
        await follower.until(lambda page: "5 af 6" in page.element("turnout").text_content())
        await settled(follower)
    await polled.until(lambda page: not differences(page, socket.page), what="what the page with a socket shows")
    await (await cast.ada()).phase("result")
    for follower in (socket, polled):
        await follower.sees("10 prikker")
        await settled(follower)
    assert polled.gaps == 0
    await polled.close()
    await socket.close()


async def test_a_poll_is_held_until_there_is_news(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll_module, "HELD", 1.5)
    rie, ben = await cast.rie(), await cast.ben()
    polled = Poll(rie, rie.room, auto=False)
    polled.load(await rie.look())
    while (answer := await polled.ask())["frames"]:  # presence settles
        polled.take(answer)
    monkeypatch.setattr(poll_module, "HELD", 24 * 3600)  # only news can end it
    head, waiting = polled.seq, asyncio.ensure_future(polled.ask())
    assert took(await ben.propose("Nyt"))
    polled.take(await waiting)
    assert polled.seq == head + 1
    await settled(polled)


async def test_nothing_is_lost_between_two_polls(cast: Cast) -> None:
    rie, ben = await cast.rie(), await cast.ben()
    polled = Poll(rie, rie.room, auto=False)
    polled.load(await rie.look())
    for number in range(5):
        assert took(await ben.propose(f"Idé {number}"))
        answer = await polled.ask()
        assert took(await ben.propose(f"Mens den er væk {number}"))
        polled.take(answer)
    async with asyncio.timeout(PATIENCE):
        while polled.seq < 13 or differences(polled.page, await rie.look()):
            polled.take(await polled.ask())
    assert polled.gaps == 0


async def test_a_number_that_goes_and_comes_back_between_two_polls(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame of something else draws the turnout as it was then; what the page knew of it before is worth nothing."""
    rie, ben, finn, ada = await cast.rie(), await cast.ben(), await cast.finn(), await cast.ada()
    idea = await shown(cast)
    await ada.phase("vote")
    polled = Poll(rie, rie.room, auto=False)
    polled.load(await rie.look())
    monkeypatch.setattr(poll_module, "HELD", 1.0)
    while (answer := await polled.ask())["frames"]:
        polled.take(answer)
    assert took(await finn.vote({idea: 2}))
    assert took(await ben.post(f"/ideas/{idea}/comments", {"text": "Det kunne jeg bruge.", "key": "a-comment-of-bens"}))
    answer = await polled.ask()
    assert "1 af 3" in str(answer["frames"]), "drawn with the room, whose comments changed"
    polled.take(answer)
    assert took(await finn.vote({idea: 0}))
    async with asyncio.timeout(PATIENCE):
        while differences(polled.page, await rie.look()):
            polled.take(await polled.ask())


async def test_a_poll_answers_when_the_server_leaves(cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rie = await cast.rie()
    polled = Poll(rie, rie.room, auto=False)
    polled.load(await rie.look())
    monkeypatch.setattr(poll_module, "HELD", 24 * 3600)  # so that nothing else can end it
    polled.take(await polled.ask())
    held = asyncio.ensure_future(polled.ask())
    site.app.state.leaving = True
    try:
        await asyncio.wait_for(held, PATIENCE)
    finally:
        site.app.state.leaving = False


@pytest.fixture
async def plain_site(
    database_url: str, valkey: Any, clock_file: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Site]:
    """A server with uvicorn's own protocol: no `offer`, no `abort`."""
    config = uvicorn.Config

    def plain(*args: Any, **told: Any) -> uvicorn.Config:
        return config(*args, **(told | {"ws": WebSocketsSansIOProtocol}))

    monkeypatch.setattr(uvicorn, "Config", plain)
    started = await Site.at(database_url, valkey.url).start()
    yield started
    await started.stop()


async def test_a_server_without_our_protocol_works(plain_site: Site, database: Database) -> None:
    cast = await Cast.gather(plain_site.url, database, SECRET, mark="-plain")
    rie, ada = await cast.rie(), await cast.ada()
    streams = [await rie.stream(), await ada.stream(f"{rie.room}/desk")]
    await act(cast)
    await ada.phase("result")
    for stream in streams:
        await stream.sees("10 prikker")
        await settled(stream)
        await stream.close()
    await cast.leave()


async def test_a_page_that_speaks_is_not_ours(cast: Cast, plain_site: Site) -> None:
    """Nothing goes up by the socket: a sender is closed, so that it cannot keep the server busy."""
    rie = await cast.rie()
    for base in (cast.url, plain_site.url):
        rie.move(base)
        stream = await Stream(rie, rie.room, auto=False).open()
        assert stream._socket is not None
        await stream._socket.send("hej")
        assert await stream.closed() == 1008
        await stream.close()
