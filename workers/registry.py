"""What workers can do: a function per kind of job, event and tick. `workers/jobs/` registers, the sweep looks up."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.event import Event, EventBase
from server import features
from server.core.settings import Settings
from workers.task import Task

E = TypeVar("E", bound=EventBase)


class Lane(StrEnum):
    """Lanes do not wait for each other: a mail server that hangs only delays mail."""

    CORE = "core"
    MAIL = "mail"


@dataclass(frozen=True)
class News(Generic[E]):
    """What an `@on` function is given. Its session's transaction also moves the board's cursor: exactly once."""

    session: AsyncSession
    settings: Settings
    row: Event
    event: E


Run = Callable[[Task], Awaitable[None]]
Handler = Callable[[News[Any]], Awaitable[None]]
RunT = TypeVar("RunT", bound=Run)
HandlerT = TypeVar("HandlerT", bound=Handler)


@dataclass(frozen=True)
class Kind:
    """A kind of job and the function that does it."""

    name: str
    run: Run
    lane: Lane
    every: timedelta | None = None
    lasting: bool = False
    """Never given up: later jobs wait for it, or something secret stays until it is done."""
    while_closed: bool = False
    """Done on a board that is closed too, since it tells nobody: what it does must not wait for that to be opened."""

    def next_tick(self, now: datetime) -> datetime:
        """The first tick after `now`. Missed ticks are not made up for."""
        assert self.every is not None
        start = datetime(2000, 1, 1, tzinfo=UTC)
        return start + ((now - start) // self.every + 1) * self.every


KINDS: dict[str, Kind] = {}
HANDLERS: dict[str, list[Handler]] = {}


def job(
    name: str, *, lane: Lane = Lane.CORE, lasting: bool = False, while_closed: bool = False
) -> Callable[[RunT], RunT]:
    """Register the function that does jobs of kind `name`: `async def f(task: Task)`. See `Task` for its duties.
    A `lasting` job is never given up, only paused between attempts. While a board is closed, its jobs wait, but for
    those that are done `while_closed`."""

    def register(run: RunT) -> RunT:
        KINDS[name] = Kind(name, run, lane, lasting=lasting, while_closed=while_closed)
        return run

    return register


def every(interval: timedelta) -> Callable[[RunT], RunT]:
    """Register a function to run once per `interval`; after an outage just once, not once per missed tick."""

    def register(run: RunT) -> RunT:
        name = f"every:{run.__name__}"
        KINDS[name] = Kind(name, run, Lane.CORE, interval)
        return run

    return register


def on(*kinds: type[EventBase]) -> Callable[[HandlerT], HandlerT]:
    """Register a function for events of `kinds` (their `wakes` must be True): `async def f(news: News[…])`.

    It is called once per event, in the order of the log, in one transaction with the board's cursor; it must only
    write with `news.session`.
    """

    def register(handler: HandlerT) -> HandlerT:
        for kind in kinds:
            assert kind.wakes, f"{kind.__name__} wakes nobody"
            HANDLERS.setdefault(kind.__name__, []).append(handler)
        return handler

    return register


def load() -> None:
    """Import every module of `workers/jobs/`, so that all are registered; every table, because a row may refer to one
    that no job imports; and what features do in the meetings that a job leads, and when a board changes."""
    importlib.import_module("schemas.tables")
    features.declare()
    package = importlib.import_module("workers.jobs")
    for module in pkgutil.iter_modules(package.__path__, "workers.jobs."):
        importlib.import_module(module.name)
