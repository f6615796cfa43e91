"""What was read of a board, once for all its pages, and the frames that are drawn from it."""

from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.event import EventBase
from server.live.frames import Audience, Position, draw, numbered, unnumbered, whole
from server.live.pages import PAGES, STATE, prepare
from server.live.parts import Parts, State, drawing

Kinds = frozenset[type[EventBase]]
Things = dict[tuple[str, str], Any]
"""By how they are read, and of what."""


class Seen:
    """What the pages of one board show. What no event has moved since is not read again, nor drawn."""

    def __init__(self) -> None:
        self.states: Things = {}
        self._views: Things = {}
        self._before: Things = {}
        self._moved: frozenset[str] = frozenset()
        self._told: dict[Audience, tuple[Any, str | None]] = {}
        """Each audience's state, and the frame that tells it."""

    def forget(self, moved: frozenset[str] | None) -> None:
        """Events have moved these parts, or with None everything."""
        self._before, self._views, self._moved = ({} if moved is None else self._views), {}, moved or frozenset()
        if moved is None or STATE in moved:
            self.forget_state()
            return
        for audience, (state, _) in list(self._told.items()):
            if moved & _state_asks(audience, getattr(state, "kind", "")):
                del self._told[audience]

    def forget_state(self) -> None:
        """The state may have changed."""
        self.states, self._told = {}, {}

    async def look(self, session: AsyncSession, audience: Audience) -> tuple[Any, Any]:
        """The view and the state that an audience's page shows. Raises NotFound when the page is gone."""
        page = PAGES[audience.page]
        at, state = (page.load.__qualname__, audience.subject), (page.load_state.__qualname__, audience.subject)
        if at not in self._views:
            view = self._views[at] = await page.load(session, audience.subject)
            if isinstance(view, Parts) and at in self._before:
                view.keep(self._before[at], self._moved)
        if state not in self.states:
            self.states[state] = await page.load_state(session, self._views[at])
        if isinstance(self.states[state], State):
            self.states[state].view = self._views[at]
        return self._views[at], self.states[state]

    async def frame(
        self, session: AsyncSession, audience: Audience, after: int, at: Position, kinds: Kinds | None
    ) -> str:
        """The frame that takes a page from `after` to `at` over events of these kinds; with None, from anywhere."""
        view, state = await self.look(session, audience)
        page = PAGES[audience.page]
        regions = page.lasting if kinds is None else page.touched(kinds)
        await prepare(session, regions, view)
        if kinds is None:
            return await drawing(session, partial(whole, audience, at, view, state))
        return numbered(after, at, await drawing(session, partial(draw, audience, regions, view, state)))

    async def state_frame(self, session: AsyncSession, audience: Audience) -> str | None:
        """The frame that tells a page's state. None for a page that has none."""
        view, state = await self.look(session, audience)
        told = self._told.get(audience)
        if told is None or told[0] is not state:
            told = self._told[audience] = state, await drawing(session, partial(unnumbered, audience, view, state))
        return told[1]


def _state_asks(audience: Audience, kind: str) -> frozenset[str]:
    """The parts of such a view that a page's state asks for."""
    return frozenset[str]().union(*(region.asked[kind] for region in PAGES[audience.page].states))
