"""How each event comes about, for the test that every page mirrors it. Cases stand in `tests/live/cases/`."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from server.live.pages import PAGES
from tests.live.watching import Watching, look_at_everything
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site


@dataclass
class Scene:
    """A meeting in `propose` with two shown ideas of Ben's; everyone looks on."""

    site: Site
    cast: Cast
    ideas: list[str]

    async def phase(self, *phases: str) -> None:
        for phase in phases:
            assert took(await (await self.cast.ada()).phase(phase))


Do = Callable[[Scene], Awaitable[object]]
CASES: dict[str, tuple[Do | None, Do]] = {}


def case(kind: str, *, before: Do | None = None) -> Callable[[Do], Do]:
    """How an event of this kind comes about; `before` is done before the pages are opened."""

    def declare(act: Do) -> Do:
        CASES[kind] = before, act
        return act

    return declare


def load_cases() -> None:
    """Import every module of `tests/live/cases/`, so that all of them have declared theirs."""
    package = importlib.import_module("tests.live.cases")
    for module in pkgutil.iter_modules(package.__path__, "tests.live.cases."):
        importlib.import_module(module.name)


async def open_scene(site: Site, cast: Cast, before: Do | None) -> tuple[Scene, Watching]:
    """Two ideas of Ben's are shown and the meeting is back in `propose`; Leo has been there."""
    ben = await cast.ben()
    await (await cast.leo()).page(ben.room)
    for title in ("Ro om aftenen", "Kaffe til alle"):
        assert took(await ben.propose(title, "Som vi siger det"))
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id"
    ideas = [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]
    scene = Scene(site, cast, ideas)
    await scene.phase("reveal", "propose")
    if before is not None:
        await before(scene)
    watching = await look_at_everything(cast, ideas[0])
    assert {name.split()[0] for name in watching.streams} == set(PAGES), "a live page that nobody here looks at"
    return scene, watching
