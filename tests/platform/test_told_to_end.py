"""What runs in the background ends when it is told to, also where putting a connection away fails in its turn."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.core.database import Database
from server.core.database_health import Health, Seen, State
from server.core.doorbell import Doorbell
from server.core.redis import Bell
from server.core.settings import Settings
from server.core.signed_in import LastUse
from server.live.feed import Feed
from server.live.frames import Position
from server.live.hub import Hub
from tests.support.waiting import PATIENCE
from workers import arq_listener

NOWHERE = "redis://127.0.0.1:1/0"


@dataclass
class Line:
    """What a loop waits on. Told to end, it fails instead of saying so."""

    waited_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def fails(self, *_: object, **__: object) -> None:
        self.waited_on.set()
        try:
            await asyncio.sleep(3600)
        finally:
            raise ConnectionResetError

    async def says_so_in_its_answer(self, *_: object) -> Seen:
        self.waited_on.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(3600)
        return Seen(State.UNKNOWN, "nothing")


Loop = Callable[[Line, Database, pytest.MonkeyPatch], Coroutine[Any, Any, object]]


def _listening(line: Line, _: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    patch.setattr(Doorbell, "_hear", line.fails)
    return Doorbell(NOWHERE).listen(lambda *_: None)


def _ringing(line: Line, _: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    bell = Bell(NOWHERE)
    bell._waiting = dict.fromkeys(range(2), line.fails)
    patch.setattr("server.core.redis.REST", 3600)
    return bell._tell(bell._redis)  # type: ignore[arg-type]


def _hearing(line: Line, _: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    patch.setattr(arq_listener.Ears, "async_run", line.fails)
    return arq_listener.hear(NOWHERE, lambda: None)


def _looking(line: Line, database: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    for name in ("WELL", "ILL"):
        patch.setattr(f"server.core.database_health.{name}", 0)
    patch.setattr("server.core.database_health.look", line.says_so_in_its_answer)
    return Health(database.address)._go_on()


def _following(line: Line, database: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    patch.setattr(Feed, "_step", line.fails)
    feed = Feed(database, 1, Position("e", 0))
    feed.stir(state=True)
    return feed.follow()


def _sweeping(line: Line, database: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    patch.setattr("server.live.hub.SWEEP", 0)
    patch.setattr(Hub, "_sweep", line.fails)
    return Hub(database, lambda _: asyncio.sleep(0))._sweep_forever()


def _noting_use(line: Line, database: Database, patch: pytest.MonkeyPatch) -> Coroutine[Any, Any, object]:
    patch.setattr("server.core.signed_in.TICK", 0)
    patch.setattr(LastUse, "write", line.fails)
    return LastUse(database, Settings(), list)._write_forever()


@pytest.mark.parametrize("begun", [_listening, _ringing, _hearing, _looking, _following, _sweeping, _noting_use])
async def test_it_ends(begun: Loop, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    task = asyncio.create_task(begun(line, database, monkeypatch))
    async with asyncio.timeout(PATIENCE):
        await line.waited_on.wait()
    line.waited_on.clear()
    task.cancel()
    again = asyncio.create_task(line.waited_on.wait())
    await asyncio.wait({task, again}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    assert task.done(), "it goes on"
    again.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
