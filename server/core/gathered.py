"""Questions that many requests ask at the same moment. What arrives within a few milliseconds is asked in one
statement, which costs little more for a hundred than for one."""

import asyncio
from typing import Any

import asyncpg

from server.core import clock
from server.core.database import Database

GATHER = 0.002
"""Seconds that a question waits for company."""
MOST = 500
"""Questions in a statement: while their answers are read, nothing else is done."""

Waiting = list[tuple[tuple[Any, ...], asyncio.Future[asyncpg.Record | None]]]


class Gathered:
    """One per process. A statement takes an array for each value of a question, and then the time; its first column
    says which question a row answers, from 1 (WITH ORDINALITY). Different statements never wait for each other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[str, Waiting] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def ask(self, statement: str, *values: Any) -> asyncpg.Record | None:
        """The row that answers a question; None if there is none. Raises Away."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[asyncpg.Record | None] = loop.create_future()
        waiting = self._waiting.setdefault(statement, [])
        waiting.append((values, answer))
        if len(waiting) == 1:
            loop.call_later(GATHER, self._send, statement)
        return await answer

    def _send(self, statement: str) -> None:
        waiting = self._waiting.pop(statement, [])
        for first in range(0, len(waiting), MOST):
            task = asyncio.create_task(self._answer(statement, waiting[first : first + MOST]))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _answer(self, statement: str, waiting: Waiting) -> None:
        arrays = zip(*(values for values, _ in waiting), strict=True)
        found: dict[int, asyncpg.Record] = {}
        failed: Exception | None = None
        try:
            for row in await self._database.read(statement, *arrays, clock.now()):
                found[row[0]] = row
        except Exception as error:
            failed = error
        for nth, (_, answer) in enumerate(waiting, start=1):
            if answer.done():  # whoever asked has gone
                continue
            if failed is not None:
                answer.set_exception(failed)
            else:
                answer.set_result(found.get(nth))
