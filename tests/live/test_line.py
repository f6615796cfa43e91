"""A page that follows is one small line: what it took to open the socket is gone, and nothing is lost or left."""

import asyncio
import gc
import itertools
import socket
import sys
from collections import Counter

import pytest
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from server.core.close_codes import Close
from server.live import frames
from server.live.feed import Feed, Subscriber
from server.live.hub import Hub
from server.live.incoming import Incoming
from server.live.limits import UNANSWERED_MOST
from server.live.line import Line
from server.live.protocol import LineProtocol
from server.web import html
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.member import Member, took
from tests.support.site import Site
from tests.support.waiting import until

PAGES = 6
BYTES_MOST = 1_000
"""Of our own objects for one page; the transport and the kernel have theirs."""


def alive(*kinds: type) -> Counter[type]:
    """How many objects of these kinds there are."""
    gc.collect()
    return Counter(type(each) for each in gc.get_objects() if type(each) in kinds)


def feed_of(site: Site, cast: Cast) -> Feed:
    """The board as the server follows it."""
    hub: Hub = site.app.state.runtime.the(Hub)
    return hub._feeds[cast.board.id or 0]


def own_bytes(page: Subscriber) -> int:
    """Bytes of our own objects for one page."""
    line = page.offer.__self__  # type: ignore[attr-defined]
    assert not hasattr(line, "__dict__")
    own = [line, page, page.offer, page.close, page.there, line._gone, *line._gone.__closure__]
    return sum(map(sys.getsizeof, own))


async def follow(member: Member) -> ClientConnection:
    """A page's socket, and nobody who reads it but the test."""
    stream = await member.stream(auto=False)
    await stream.end()
    told = {"origin": member.origin, "additional_headers": {"Cookie": member.cookie}, "compression": None}
    return await connect(stream.url, proxy=None, ping_interval=None, **told)  # type: ignore[arg-type]


async def test_nothing_is_kept_of_what_opened_the_socket(site: Site, cast: Cast) -> None:
    rie, before = await cast.rie(), alive(Line, Subscriber)
    pages = [await rie.stream() for _ in range(PAGES)]
    await until(lambda: not alive(LineProtocol, WebSocket), what="uvicorn and Starlette to let go")
    assert {type(each.offer.__self__) for each in feed_of(site, cast).everyone()} == {Line}  # type: ignore[attr-defined]
    assert own_bytes(feed_of(site, cast).everyone()[0]) < BYTES_MOST
    for page in pages:
        await page.close()
    await until(lambda: alive(Line, Subscriber) <= before, what="nothing to be left of them")


async def test_a_change_is_framed_once_and_sent_once_to_each(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, framed = Counter[str](), Counter[bytes]()
    draw, serialize = html.render, Frame.serialize

    def drawing(language: str, template: str, **values: object) -> str:
        drawn[template] += 1
        return draw(language, template, **values)

    def framing(frame: Frame, **how: bool) -> bytes:
        framed[bytes(frame.data)] += 1
        return serialize(frame, **how)  # type: ignore[arg-type]

    ada, rie = await cast.ada(), await cast.rie()
    pages = [await rie.stream() for _ in range(PAGES)]
    for page in pages:
        await settled(page)
    before = [len(page.raw) for page in pages]
    monkeypatch.setattr(frames, "render", drawing)
    monkeypatch.setattr(Frame, "serialize", framing)
    assert took(await ada.timer("start", 5))
    for page in pages:
        await page.until(lambda page: page.element("timer").get("hidden") is None, what="the timer")
    sent = [[text for text in page.raw[had:] if '"after"' in text] for page, had in zip(pages, before, strict=True)]
    assert all(len(each) == 1 for each in sent)
    (text,) = {text for each in sent for text in each}
    assert framed[text.encode()] == 1
    assert drawn["meeting/meetings/timer.html"] == 1, "one class of role, one language"
    for page in pages:
        await page.close()


async def test_what_comes_up_is_answered_or_refused(cast: Cast) -> None:
    rie = await cast.rie()
    line = await follow(rie)
    await (await line.ping(b"still there?"))
    await line.send("nothing of ours says this")
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await line.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == Close.REFUSED


async def test_one_that_answers_nothing_is_let_go_and_the_others_are_kept(site: Site, cast: Cast) -> None:
    ben, silent = await (await cast.ben()).stream(), await follow(await cast.rie())
    feed, hub = feed_of(site, cast), site.app.state.runtime.the(Hub)
    await until(lambda: len(feed.everyone()) == 2, what="both to follow")
    silent.transport.pause_reading()
    for asked in range(UNANSWERED_MOST + 1):
        assert len(feed.everyone()) == 2, asked
        heard = len(ben.raw)
        await hub._beat()
        await until(lambda: len(ben.raw) > heard, what="the heartbeat")  # noqa: B023
        await until(lambda: not _waits(feed.everyone()), what="an answer of the other")
    assert len(feed.everyone()) == 1
    await ben.close()


def _waits(subscribers: list[Subscriber]) -> bool:
    """Whether neither of two has answered."""
    return all(each.there.__self__._unanswered for each in subscribers)  # type: ignore[attr-defined]


class Taking(asyncio.Protocol):
    """Makes a line of whatever connects."""

    def __init__(self, lines: set[Line]) -> None:
        self.lines = lines

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        assert isinstance(transport, asyncio.Transport)
        Line(transport, self.lines)


async def test_frames_come_in_order_when_they_have_to_wait() -> None:
    lines, loop = set[Line](), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Taking(lines), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=1024)
    await until(lambda: lines, what="the line")
    (line,) = lines
    texts = [f"{number:05}".ljust(7_000, ".") for number in range(1000)]
    took = list(itertools.takewhile(line.offer, texts))
    assert 0 < len(took) < len(texts), "some went out at once, some wait, and then it is too slow"
    for text in took:
        assert await reader.readexactly(4 + len(text)) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    await until(lambda: line.offer("again"), what="it to be fast enough again")
    writer.close()
    gone: list[bool] = []
    line.when_gone(lambda: gone.append(True))
    await until(lambda: gone, what="its end")
    line.when_gone(lambda: gone.append(True))
    assert gone == [True, True], "at once, where it has ended"
    assert not line.offer("too late")
    assert not lines
    server.close()


def test_frames_are_read_however_they_come() -> None:
    said = [Frame(Opcode.PONG, b""), Frame(Opcode.PING, b"abc"), Frame(Opcode.CLOSE, b"\x03\xe8")]
    wire = b"".join(frame.serialize(mask=True) for frame in said)
    for pieces in ([wire], [bytes([byte]) for byte in wire], [wire[:9], wire[9:]]):
        incoming = Incoming()
        heard = [frame for piece in pieces for frame in incoming.frames(piece)]
        assert [(frame.opcode, bytes(frame.data)) for frame in heard] == [(f.opcode, f.data) for f in said]
        assert not incoming.half
