"""Sends odd inputs, one after the other, and looks after each what it did."""

import asyncio
import io
import json
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from redis.exceptions import RedisError

from schemas.flow import Status
from schemas.format import Phase
from tests.access.stage import SILENT, Stage
from tests.fuzz.inputs import Input, draw_input
from tests.fuzz.targets import Targets
from tests.support.raw import PATIENCE, line_to
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until

PER_WORLD, PER_STATE = 160, 40
"""Inputs until another world is made, and until it is put back as it was."""
STATES = (
    Status.PROPOSED,
    Status.PRIORITISED,
    Status.REVIEW,
    Status.AGREED,
    Status.IN_PROGRESS,
    Status.DONE,
    Status.ON_HOLD,
)
NOTES_FAILURES = {"/login", "/login/{token}"}
"""The trail says that somebody could not sign in."""
NO_HTTP = {"Invalid HTTP request received.", "Unsupported upgrade request."}
"""What uvicorn says of what is no request at all."""
BUSY = b"retry-after"
NUMBERED = """
    SELECT b.id, b.seq, count(e.seq), coalesce(max(e.seq), 0) FROM board b LEFT JOIN event e ON e.board_id = b.id
    GROUP BY b.id HAVING b.seq <> count(e.seq) OR b.seq <> coalesce(max(e.seq), 0)
"""
NAMED = """
    SELECT e.kind, key, value FROM event e, jsonb_each(e.data)
    WHERE value <> 'null' AND ((key = 'idea_id' AND NOT EXISTS (SELECT 1 FROM idea i WHERE i.id = value::int))
       OR (key = 'seat_id' AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.id = value::int))
       OR (key = 'round_id' AND NOT EXISTS (SELECT 1 FROM round r WHERE r.id = value::int)))
"""


@dataclass
class Run:
    """One run: its source of chance, what it has sent, and what was wrong."""

    stage: Stage
    log: io.StringIO
    seed: int
    sent: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    """By what went wrong and where: the first input that did it."""
    _tables: dict[str, str] = field(default_factory=dict)
    _writes: str = ""

    async def go(self, *, inputs: int = 0, seconds: float = 0) -> None:
        """Send so many inputs, or for so long."""
        watch = Stopwatch().start()
        while self.sent < inputs or watch.lap() < seconds:
            chance = Random(f"{self.seed} {self.sent}")
            phase, status, over = chance.choice(list(Phase)), chance.choice(STATES), chance.random() < 0.2
            await self._world(chance, phase, status, over=over)

    def told(self) -> str:
        """The run in a few lines."""
        lines = [
            f"seed {self.seed}: {self.sent} inputs, {dict(self.kinds)}",
            f"answers: {dict(sorted(self.statuses.items()))}",
        ]
        return "\n".join((*lines, *(f"{what}\n    {said}" for what, said in self.wrong.items())))

    async def _world(self, chance: Random, phase: Phase, status: Status, *, over: bool) -> None:
        world = await self.stage.world(phase, status, over=over)
        targets = Targets(world)
        for number in range(PER_WORLD):
            if number % PER_STATE == 0:
                await self._whole(f"{phase} {status}")
                world = await self.stage.world(phase, status, over=over)
                await self._changed()
            given = draw_input(chance, targets.draw(chance), world)
            await self._send(given, targets)
        await self._whole(f"{phase} {status}")

    async def _forgotten(self) -> bool:
        """Whether what was counted of wrong codes is gone. The product has little patience with Redis; we have more."""
        with suppress(RedisError):
            await self.stage.site.app.state.wrong_codes.forget()
            return True
        return False

    async def _send(self, given: Input, targets: Targets) -> None:
        self.stage.site.app.state.budget._known.clear()
        await until(self._forgotten, what="Redis to forget the wrong codes")
        mark = self.log.tell()
        status, came = await self._answer(given)
        self.sent += 1
        self.kinds[given.kind] += 1
        self.statuses[status] += 1
        said = [json.loads(line) for line in self.log.getvalue()[mark:].splitlines()]
        where = next((line["route"] for line in said if line["event"] == "request"), "-")
        if status >= 500 and not (status == 503 and BUSY in came.lower()):
            self._note(f"{status} at {where}", given)
        for line in said:
            if line["level"] in {"warning", "error", "critical"} and not _of_the_machine(line):
                self._note(f"logged at {where}: {_short(line)}", given)
        noted = {"trail", "trail_ends"} if where in NOTES_FAILURES else set()
        if (changed := await self._changed()) - noted and status >= 400:
            self._note(f"{status} at {where}, and something was stored in {changed}", given)
        if status == 200 and b"<form" in came:
            targets.learn(given.who, given.path.partition("?")[0], came.partition(b"\r\n\r\n")[2])

    async def _answer(self, given: Input) -> tuple[int, bytes]:
        """The status (0: none) and what came back; all is over on the server when this returns."""
        came = b""
        async with line_to(self.stage.site.url) as (reader, writer):
            writer.write(given.said[: given.leaves])
            if given.leaves is None:
                try:
                    came = await asyncio.wait_for(reader.read(), PATIENCE)
                except ConnectionError:
                    pass
                except TimeoutError:
                    self._note("no answer and no end", given)
            else:
                await writer.drain()
        await until(self._idle, seconds=PATIENCE, what=f"the end of {given.said[:300]!r}")
        found = re.match(rb"HTTP/1\.[01] (\d{3})", came)
        return (int(found[1]) if found else 0), came

    def _idle(self) -> bool:
        server: Any = self.stage.site._server
        return not server.server_state.tasks and not server.server_state.connections

    async def _changed(self) -> set[str]:
        """The tables that are not as they were when this was asked before; those that asking alone may change left out.
        Where nobody has written, which the database's own counter says, they are not read."""
        writes = await self.stage.connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        if writes == self._writes:
            return set()
        before, self._tables, self._writes = self._tables, await self.stage.read(), writes
        return {name for name, now in self._tables.items() if before.get(name, now) != now} - SILENT

    async def _whole(self, where: str) -> None:
        for query, what in ((NUMBERED, "numbers with holes"), (NAMED, "an event names what is not there")):
            if found := await self.stage.connection.fetch(query):
                self.wrong.setdefault(f"stored by half in {where}: {what}: {found[:3]}", "")

    def _note(self, what: str, given: Input) -> None:
        self.wrong.setdefault(what, f"{given.kind} of {given.who}, after {self.sent}: {given.said[:700]!r}")


def _of_the_machine(line: dict[str, Any]) -> bool:
    """Whether a line is no input's doing: what was no request at all, or a Redis that a busy machine let wait."""
    slow = line["event"] == "redis back" or (line["event"] == "redis gone" and line.get("error") == "TimeoutError")
    return slow or line.get("said") in NO_HTTP


def _short(line: dict[str, Any]) -> str:
    return " ".join(str(line.get(name, "")) for name in ("event", "said", "error", "at"))[:700]
