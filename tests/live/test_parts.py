"""A view that is read in parts: each when it is first asked for, once, and again only when it has moved."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.event import EventBase
from schemas.idea import IdeaHidden, IdeaProposed
from schemas.meeting import TimerSet
from server.live.pages import Region, moved_by, prepare
from server.live.parts import NotRead, Parts, drawing

NOTHING: Any = None


@dataclass
class Page(Parts):
    """`cards` are built on `ideas`."""

    phase: str = "propose"
    reads: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.phase

    @property
    def names(self) -> Collection[str]:
        return ("ideas", "cards", "never")

    async def read(self, session: AsyncSession, name: str) -> Any:
        ideas = self["ideas"] if name == "cards" else ["Ro"]
        self.reads.append(name)
        return [f"{idea}!" for idea in ideas]


async def test_a_part_is_read_when_it_is_asked_for_with_what_it_builds_on_and_once() -> None:
    page = Page()
    assert await drawing(NOTHING, lambda: [*page["cards"], *page["cards"]]) == ["Ro!!", "Ro!!"]
    assert await drawing(NOTHING, lambda: page["ideas"]) == ["Ro!"]
    assert page.reads == ["ideas", "cards"]


async def test_a_part_that_nobody_has_read_is_never_drawn_as_if_it_were_empty() -> None:
    page = Page()
    with pytest.raises(NotRead):
        page["ideas"]
    with pytest.raises(KeyError):  # which a template takes for a name that it does not know, and stops
        page["idaes"]


async def test_what_a_template_asked_for_is_read_before_it_begins_the_next_time() -> None:
    region, draws = Region("list", "list.html"), list[int]()

    def draw(page: Page) -> Any:
        draws.append(1)
        region.note(page)
        return page["cards"]

    for begun in (2, 1):  # the first is begun again once: `ideas` is read on the way to `cards`
        draws.clear()
        page = Page()
        await prepare(NOTHING, [region], page)
        await drawing(NOTHING, lambda page=page: draw(page))  # type: ignore[misc]
        assert len(draws) == begun
    await prepare(NOTHING, [region], other := Page(phase="vote"))
    assert other.reads == [], "in another phase the same template may show something else"


async def test_parts_that_have_not_moved_are_kept_as_long_as_the_phase_is_the_same() -> None:
    before = Page()
    await before.need(NOTHING, ["ideas", "cards"])
    after, elsewhere = Page(), Page(phase="vote")
    after.keep(before, {"cards"})
    elsewhere.keep(before, ())
    assert set(after.found) == {"ideas"}
    assert not elsewhere.found


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        ([], set()),
        ([TimerSet], set()),
        ([TimerSet, IdeaProposed], {"waiting", "part"}),
        ([TimerSet, IdeaHidden], None),  # of which nothing is declared
    ],
)
def test_an_event_of_which_nothing_is_declared_moves_everything(
    kinds: list[type[EventBase]], parts: set[str] | None
) -> None:
    assert moved_by(kinds) == parts
