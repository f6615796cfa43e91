"""The verdict when all works again: R2 and R4 on every page, R1 and R3 in the tables, R10 in the count."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable

from tests.faults.checker import problems
from tests.faults.convergence import Convergence, share
from tests.faults.history import History
from tests.faults.report import Report
from tests.faults.tables import read_tables
from tests.faults.world import World
from tests.support.mirror import differences
from tests.support.stream import Stream
from tests.support.waiting import PATIENCE, until

LOOKS = 20
"""How often a page is compared before it is wrong: who is here, and who has voted, is told a moment later."""


async def _difference(stream: Stream) -> str:
    """What a page shows, and a fresh load does not; its own parts are fetched as the page would."""
    personal = bool(stream.page.at("mine"))
    if personal:
        await stream.fetch_mine()
    return differences(stream.page, await stream.browser.page(stream.path), personal=personal)


class Verdict:
    """Writes what is wrong into `report.problems`."""

    def __init__(self, world: World, report: Report) -> None:
        self.world, self.report = world, report

    async def pages(self, streams: list[Stream], watch: Convergence) -> None:
        """Everything works again: every page comes to where the board is, and shows what a fresh load shows."""
        head = await self.world.ask("SELECT seq FROM board WHERE id = $1", self.world.people.board.id)
        assert isinstance(head, int)
        for stream in streams:
            try:
                await stream.reaches(head)
            except AssertionError as error:
                self.report.problems.append(f"R2: {error} (it is at {stream.seq}, {len(stream.connected)} connections)")
        self.report.samples = watch.samples
        await watch.stop()
        for stream in streams:
            stream.browser.http.timeout = PATIENCE
            for _ in range(LOOKS):
                if not (diff := await _difference(stream)):
                    break
                await asyncio.sleep(0.2)
            if diff:
                self.report.problems.append(f"R4: {stream.path} of {stream.browser.base}\n{diff[:1500]}")
        if self.report.timed:
            self._seconds()

    def _seconds(self) -> None:
        times = self.report.slowness
        if share(self.report.samples, 0.99) > 2 * times or max(self.report.samples, default=0) > 5 * times:
            slow = ", ".join(f"{sample:.2f}" for sample in sorted(self.report.samples)[-5:])
            self.report.problems.append(f"R2: the slowest connections took {slow} s of {len(self.report.samples)}")

    async def tables(self, history: History, count: Callable[[], Awaitable[None]]) -> None:
        """R1 and R3; then `count` ends the vote, and the result must be what the ballots said."""
        cast = self.world.people
        tables = await read_tables(self.world.postgres.url, cast.board.id or 0)
        self.report.events = tables.seq
        self.report.ops = Counter(op.kind for op in history.ops if op.acked)
        self.report.resent = sum(len(op.answers) - 1 for op in history.ops if op.answers)
        self.report.problems += problems(history.ops, tables)
        ballots: Counter[str] = Counter()
        for ballot in tables.ballots:
            ballots.update(ballot)
        await count()
        counted = await self._tally()
        if counted != dict(ballots):
            self.report.problems.append(f"R10: counted {counted}, but the ballots say {dict(ballots)}")

        async def told() -> bool:
            cursor = await self.world.ask("SELECT seq FROM cursor WHERE board_id = $1", cast.board.id)
            return isinstance(cursor, int) and cursor >= tables.seq

        try:
            await until(told, what="the worker to have handled every event")
        except AssertionError as error:
            self.report.problems.append(f"R11: {error}")

    async def _tally(self) -> dict[str, int]:
        text = await self.world.ask(
            "SELECT json_object_agg(i.public_id, t.dots)::text FROM tally t JOIN idea i ON i.id = t.idea_id"
            " JOIN round r ON r.id = t.round_id WHERE r.board_id = $1 AND t.dots > 0",
            self.world.people.board.id,
        )
        found: dict[str, int] = json.loads(str(text)) if text else {}
        return found
