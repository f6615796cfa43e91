"""What is kept of the open pages: so much and no more, asked for once a second, and drawn once for all who wait."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from server.core.errors import Away, Gone, NotFound
from server.views.public import cache
from server.views.public.cache import OpenPages
from server.views.public.content import OpenBoard, Shown, Words
from server.views.public.listing import Version
from server.web.kept import Kept
from tests.views.public.showing import shown_board


class World:
    """The database behind the cache, and the time: both as a test wants them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.time, self.questions, self.loads = 100.0, 0, 0
        self.known: dict[str, Version] = {}
        self.away = False
        self.board = shown_board()
        patch.setattr(cache, "time", SimpleNamespace(monotonic=lambda: self.time))
        patch.setattr(cache, "load_versions", self.versions)
        patch.setattr(cache, "load_open_board", self.load)
        self.pages = OpenPages(SimpleNamespace(snapshot=lambda: self))  # type: ignore[arg-type]

    async def __aenter__(self) -> None:
        if self.away:
            raise Away

    async def __aexit__(self, *_: object) -> None:
        pass

    async def versions(self, _: object, slug: str = "") -> dict[str, Version]:
        if slug:
            return {slug: self.known[slug]} if slug in self.known else {}
        self.questions += 1
        await asyncio.sleep(0)
        if self.away:
            raise Away
        return dict(self.known)

    async def load(self, _: object, slug: str) -> OpenBoard:
        self.loads += 1
        await asyncio.sleep(0)
        return self.board

    def kept(self, path: str) -> Any:
        """What the gate asks for."""
        return self.pages.kept(SimpleNamespace(scope={"path": path, "query_string": b""}))  # type: ignore[arg-type]

    async def drawn(self, path: str, slug: str, body: bytes = b"x") -> Kept:
        """A page of this board, drawn if it is not kept."""

        async def draw() -> Kept:
            await self.pages.board(slug)
            return Kept.of(body, {})

        return await self.pages.answer(path, slug, draw)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(monkeypatch)
    made.known = {f"b{number}": Version(number, 1, open=True) for number in range(5)} | {
        "shut": Version(9, 1, open=False)
    }
    return made


async def test_the_versions_are_asked_for_once_a_second(world: World) -> None:
    await asyncio.gather(*(world.kept("/aabent/b1") for _ in range(50)))
    assert world.questions == 1, "all who ask at once ask together"
    world.time += 0.9
    await world.kept("/aabent/b1")
    assert world.questions == 1
    world.time += 0.2
    await world.kept("/aabent/b1")
    assert world.questions == 2
    world.pages.hear(77, 0)  # a board that is not open
    world.time += 0.2
    await world.kept("/aabent/b1")
    assert world.questions == 2
    world.pages.hear(3, 0)
    await world.kept("/aabent/b1")
    assert world.questions == 3, "the doorbell makes it sooner"
    for _ in range(100):
        world.pages.hear(3, 0)
        await world.kept("/aabent/b1")
    assert world.questions == 3, "but a busy meeting does not make it once for each ring"


async def test_a_board_is_loaded_once_for_each_version(world: World) -> None:
    await asyncio.gather(*(world.drawn(f"/aabent/b1/{number}", "b1") for number in range(20)))
    assert world.loads == 1
    world.known["b1"] = Version(1, 2, open=True)
    world.time += 2
    await world.drawn("/aabent/b1/1", "b1")
    assert world.loads == 2
    assert list(world.pages._pages) == ["/aabent/b1/1"], "what no longer holds is not kept"


async def test_a_page_is_drawn_once_for_all_who_wait(world: World) -> None:
    drawn, begun, go = 0, asyncio.Event(), asyncio.Event()

    async def draw() -> Kept:
        nonlocal drawn
        drawn += 1
        begun.set()
        await go.wait()
        return Kept.of(b"page", {})

    first = asyncio.ensure_future(world.pages.answer("/aabent/b1", "b1", draw))
    await begun.wait()
    waiting = [asyncio.ensure_future(world.kept("/aabent/b1")) for _ in range(20)]
    await asyncio.sleep(0)
    go.set()
    page = await first
    assert all([await each is page for each in waiting])
    assert drawn == 1


async def test_there_is_a_bound_to_what_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PAGES_MOST", 10)
    monkeypatch.setattr(cache, "BYTES_MOST", 1000)
    monkeypatch.setattr(cache, "ONE_MOST", 600)
    pages = world.pages
    for number in range(30):
        await world.drawn(f"/aabent/b1/{number}", "b1", b"%d" % number)
    assert len(pages._pages) == 10
    for number in range(30):
        await world.drawn(f"/aabent/b2/{number}", "b2", b"%d" % number * 100)
    assert pages._bytes == sum(page.kept.size for page in pages._pages.values()) <= 1000
    await world.drawn("/aabent/b3", "b3", bytes(601))
    assert "/aabent/b3" not in pages._pages
    monkeypatch.setattr(cache, "WORDS_MOST", 3)
    world.known |= {slug: Version(number, 2, open=True) for number, slug in enumerate(("b1", "b2", "b3"))}
    world.time += 2
    for slug in ("b1", "b2", "b3"):
        await world.drawn(f"/aabent/{slug}/x", slug)
    assert list(pages._boards) == ["b3"], "the newest is kept in any case"


async def test_without_the_database_what_was_confirmed_still_holds(world: World) -> None:
    page = await world.drawn("/aabent/b1", "b1")
    world.away = True
    world.time += 5
    assert await world.kept("/aabent/b1") is page
    asked = world.questions
    assert await world.kept("/aabent/b1") is page
    assert world.questions == asked, "and it is not asked again and again"
    with pytest.raises(Away):
        await world.drawn("/aabent/b2", "b2")


async def test_what_was_never_confirmed_does_not_hold(world: World) -> None:
    world.away = True
    for _ in range(3):
        with pytest.raises(Away):
            await world.kept("/aabent/b1")
    assert world.questions == 1
    world.away = False
    world.time += 1.1
    assert await world.kept("/aabent/b1") is None
    with pytest.raises(NotFound):
        await world.pages.board("nowhere")
    with pytest.raises(Gone):
        await world.pages.board("shut")
    assert world.loads == 0


async def test_whoever_opens_a_board_may_look_at_it_at_once(world: World) -> None:
    with pytest.raises(NotFound):
        await world.pages.board("new")
    for slug in ("new", "shut"):
        world.known[slug] = Version(11, 3, open=True)
        page = await world.drawn(f"/aabent/{slug}", slug)
        assert await world.kept(f"/aabent/{slug}") is page
    assert world.questions == 1


def test_what_weighs_is_what_people_wrote() -> None:
    light, idea = shown_board(), shown_board().ideas[0]
    heavy = shown_board(ideas=(Shown(**(vars(idea) | {"words": Words("a", "b" * 4000)})),))
    assert cache._weight(heavy) > 4000 > cache._weight(light)
