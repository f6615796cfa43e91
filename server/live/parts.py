"""What a page shows, in parts that are read when something first asks for them.

A view begins with what each of its pages needs. What draws it, or builds on it, asks for more by name; a part that has
not been read raises NotRead, is read, and what asked begins again. What a template asks for is remembered with it, so
that the next time nothing begins twice. So nobody declares what a template reads, and nobody can forget to.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


class NotRead(Exception):
    """Something asks for a part that has not been read."""

    def __init__(self, view: "Parts", name: str) -> None:
        super().__init__(name)
        self.view, self.name = view, name


@dataclass
class Parts:
    """A view that is read in parts. `view[name]` is one of `names`; `read` is how each is read, and may ask for
    others, which it must do before its own queries."""

    found: dict[str, Any] = field(default_factory=dict, init=False)
    asked: set[str] = field(default_factory=set, init=False)
    """What is being drawn has asked for these."""

    @property
    def kind(self) -> str:
        """What decides which parts there are, and what they hold."""
        return ""

    @property
    def names(self) -> Collection[str]:
        """The parts there are."""
        raise NotImplementedError

    async def read(self, session: AsyncSession, name: str) -> Any:
        """Read one part."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        if name in self.found:
            return self.found[name]
        if name in self.names:
            raise NotRead(self, name)
        raise KeyError(name)

    async def need(self, session: AsyncSession, names: Collection[str]) -> None:
        """Read these parts, and what they build on, unless they have been read. What is being drawn did not ask for
        what they build on."""
        asked, self.asked = self.asked, set()
        for name in names:
            if name not in self.found:
                self.found[name] = await reading(session, partial(self.read, session, name))
        self.asked = asked

    def keep(self, before: "Parts", moved: Collection[str]) -> None:
        """Take over what was read before, apart from the parts that have moved since."""
        if self.kind == before.kind:
            self.found |= {name: part for name, part in before.found.items() if name not in moved}


@dataclass
class State(Parts):
    """What changes beside a view without events, read in parts too. It may outlive its view, and then goes on with the
    next."""

    view: Any

    @property
    def kind(self) -> str:
        """The view's."""
        kind: str = self.view.kind
        return kind


async def reading(session: AsyncSession, read: Callable[[], Awaitable[T]]) -> T:
    """What `read` returns, with the parts that it asks for."""
    while True:
        try:
            return await read()
        except NotRead as missing:
            await missing.view.need(session, (missing.name,))


async def drawing(session: AsyncSession, draw: Callable[[], T]) -> T:
    """The same for what is drawn."""
    while True:
        try:
            return draw()
        except NotRead as missing:
            await missing.view.need(session, (missing.name,))
