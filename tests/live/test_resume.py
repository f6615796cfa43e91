"""R5: a page comes back from any point, or from nowhere, and is brought to the whole board; never silence."""

import asyncio
from dataclasses import dataclass
from functools import partial

import pytest

from server.live.hub import Hub
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.poll import Poll
from tests.support.stream import Stream
from tests.support.waiting import until

WAYS: list[type[Stream]] = [Stream, Poll]
WITHIN = 2.0
"""Seconds until there is a sign of life: R2's p99."""


@dataclass
class Board:
    """A board with history, and the pages that Rie loaded on the way, by their position."""

    cast: Cast
    rie: Member
    pages: dict[int, Page]
    head: int

    @property
    def epoch(self) -> str:
        return self.cast.board.epoch


@pytest.fixture
async def board(cast: Cast) -> Board:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    pages = [await rie.look()]
    for number in range(3):
        assert took(await ben.propose(f"Idé {number}"))
        pages.append(await rie.look())
    for phase in ("reveal", "vote", "propose"):
        assert took(await ada.phase(phase))
        pages.append(await rie.look())
    seen = {int(page.at("at").rpartition(".")[2]): page for page in pages}
    return Board(cast, rie, seen, max(seen))


async def come_back(board: Board, way: type[Stream], page: Page, at: str | None = None) -> Stream:
    """Follow from a page that was loaded earlier; with `at`, saying this of one's position."""

    class Returning(way):  # type: ignore[misc, valid-type]
        @property
        def at(self) -> str:
            said = at is not None and not self.raw
            return str(at) if said else f"{self.epoch}.{self.seq}"

    stream: Stream = Returning(board.rie, board.rie.room)
    await stream.follow(Page(page.source, page.url))
    await until(lambda: stream.raw or stream.failure, seconds=WITHIN, what=f"a sign of life from {at}")
    await stream.reaches(board.head)
    await settled(stream)
    return stream


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
async def test_from_every_place_on_the_way(board: Board, way: type[Stream]) -> None:
    for seq, page in board.pages.items():
        stream = await come_back(board, way, page)
        assert (stream.seq, stream.gaps) == (board.head, 0), f"from {seq}"
        whole = any('"whole": true' in raw for raw in stream.raw)
        assert not whole, f"{board.head - seq} events are no reason for the whole board"
        await stream.close()


@pytest.mark.parametrize("way", WAYS)
async def test_from_strange_places(board: Board, way: type[Stream]) -> None:
    old = board.pages[min(board.pages)]
    strange = {
        "zero": f"{board.epoch}.0",
        "one ahead": f"{board.epoch}.{board.head + 1}",
        "far ahead": f"{board.epoch}.{board.head + 10_000}",
        "huge": f"{board.epoch}.{10**17}",
        "too huge": f"{board.epoch}.{10**40}",
        "negative": f"{board.epoch}.-3",
        "another epoch": f"feedbeef.{board.head}",
        "another epoch, ahead": f"feedbeef.{board.head + 5}",
        "text": "where was I?",
        "a point": ".",
        "no number": f"{board.epoch}.",
        "digits of another script": f"{board.epoch}.٣",
        "empty": "",
        "zeros": f"{board.epoch}.000",
    }
    for name, at in strange.items():
        stream = await come_back(board, way, old, at)
        assert stream.seq == board.head, name
        await stream.close()


@pytest.mark.parametrize("way", WAYS)
async def test_from_before_what_was_pruned(board: Board, way: type[Stream]) -> None:
    kept = board.head - 2
    pruned = "DELETE FROM event WHERE board_id = $1 AND seq <= $2"
    await rows(board.cast.database.url, pruned, board.cast.board.id, kept)
    for page in (board.pages[min(board.pages)], board.pages[board.head]):
        stream = await come_back(board, way, page)
        assert stream.seq == board.head
        await stream.close()


@pytest.mark.parametrize("way", WAYS)
async def test_a_restored_board_is_another_epoch(board: Board, way: type[Stream]) -> None:
    """The epoch changes under a page that follows: it gets the whole board, and goes on from there."""
    stream = await come_back(board, way, board.pages[board.head])
    await rows(board.cast.database.url, "UPDATE board SET epoch = 'restored' WHERE id = $1", board.cast.board.id)
    await stream.until(lambda _: stream.epoch == "restored", what="the new epoch")
    assert took(await (await board.cast.ben()).propose("Efter gendannelsen"))
    await stream.reaches(board.head + 1)
    await settled(stream)
    await stream.close()


async def test_a_page_that_has_missed_nothing_gets_a_sign_of_life(board: Board) -> None:
    """The script takes 5 s without a frame for a blocked socket; also on pages that have no state to tell."""
    for path in (board.rie.room, f"/b/{board.cast.board.public_id}/progress"):
        stream = Stream(board.rie, path)
        await stream.follow(await board.rie.page(path))
        await until(partial(getattr, stream, "raw"), seconds=WITHIN, what=f"anything on {path}")
        assert stream.gaps == 0
        await stream.close()


async def test_many_strange_positions_do_not_fill_the_memory(board: Board, site: object) -> None:
    hub = site.app.state.runtime.the(Hub)  # type: ignore[attr-defined]
    held = await board.rie.stream()
    made = []
    for number in range(300):
        path = f"/poll?page=meeting&id={board.cast.meeting.public_id}&at={number:x}.{number * 7}&state=x"
        made.append(board.rie.get(path))
        if len(made) == 20:
            assert {answer.status_code for answer in await asyncio.gather(*made)} <= {200, 429}
            made.clear()
    assert len(hub._feeds[board.cast.board.id]._making) <= 2
    await held.close()
