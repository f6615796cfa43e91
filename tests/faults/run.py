"""One run: people write, things are killed, everything heals, and the history is held against the tables."""

import asyncio
import json
import random
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schemas.roles import Role
from tests.faults.chaos import Chaos
from tests.faults.checker import problems
from tests.faults.convergence import Convergence, share
from tests.faults.history import History
from tests.faults.tables import read_tables
from tests.faults.world import World
from tests.faults.writer import Writer
from tests.support.member import Member, Staff
from tests.support.mirror import differences
from tests.support.stream import Stream
from tests.support.waiting import until

PEOPLE = 20


@dataclass
class Report:
    """What a run found. `problems` is empty when every promise held."""

    seed: int
    problems: list[str] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=dict)
    ops: Counter[str] = field(default_factory=Counter)
    resent: int = 0
    samples: list[float] = field(default_factory=list)
    events: int = 0

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: killed {json.dumps(self.killed)}; acked {json.dumps(self.ops)}, "
            f"{self.resent} sent again; "
            f"{self.events} events; {len(self.samples)} connections came to date in {share(self.samples, 0.5):.2f} s "
            f"(median), {share(self.samples, 0.99):.2f} s (p99), {max(self.samples, default=0):.2f} s (worst); "
            f"{len(self.problems)} problems"
        )


class Run:
    """A world, its people and its troubles. `await play(kills)` gives the report."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.world = World(folder)
        self.history = History(folder / "history.jsonl")
        self.chaos = Chaos(self.world, self.history, self.rng)
        self.report = Report(seed)
        self.writers: list[Writer] = []
        self.streams: list[Stream] = []
        self.ada = Staff("")
        self._go = asyncio.Event()
        self._over = False

    async def play(self, kills: int) -> Report:
        """`kills` kills, half of them while ideas are written and half while people vote."""
        try:
            await self.world.start()
            await self._come()
            watch = Convergence(self.world, self.streams, self.chaos.trouble)
            watch.start()
            people = [asyncio.ensure_future(self._live(writer)) for writer in self.writers]
            try:
                await self._trouble(kills // 2)
                await self._to_the_vote(people)
                await self._trouble(kills - kills // 2 - 1)
            finally:
                self._over = True
                self._go.set()
            await asyncio.gather(*people)
            await self._settle(watch)
            await self._check()
        finally:
            await self._end()
        return self.report

    async def _come(self) -> None:
        cast, bases = self.world.people, self.world.bases
        self.ada = await cast.ada()
        for number, member in enumerate(await cast.guests_join(PEOPLE)):
            member.http.timeout = 3
            member.move(bases[number % 2])
            self.writers.append(Writer(member, bases, self.history, random.Random(self.rng.random())))
        wall = cast.devices["the projector"] = Member(bases[1])
        self.streams = [writer.stream for writer in self.writers]
        self.streams += [
            Stream(self.ada, f"{self.ada.room}/desk"),
            Stream(wall, f"/screen/{cast.meeting.screen_token}"),
        ]
        for stream in self.streams:
            await stream.open()

    async def _live(self, writer: Writer) -> None:
        while not self._over:
            await self._go.wait()
            if not self._over:
                await writer.step()
            await asyncio.sleep(writer.rng.uniform(0.3, 1.0))

    async def _trouble(self, kills: int) -> None:
        self._go.set()
        for _ in range(kills):
            await asyncio.sleep(self.rng.uniform(0.1, 1.0))
            if self.rng.random() < 0.35:
                await asyncio.gather(self.chaos.line(), self.chaos.kill())
            else:
                await self.chaos.kill()
            await self._newcomer()

    async def _newcomer(self) -> None:
        """Somebody joins, and sends the form again until there is an answer."""
        nonce, cast = secrets.token_hex(12), self.world.people
        op = self.history.begin(f"Gæst {nonce[:6]}", "join", nonce=nonce)
        async with Member(self.rng.choice(self.world.bases), timeout=3) as guest:
            writer = Writer(guest, self.world.bases, self.history, self.rng)
            path, fields = f"/j/{cast.meeting.join_token}", {"role": Role.RELATIVE, "name": "", "nonce": nonce}
            await writer.insist(op, lambda: guest.post(path, fields))

    async def _to_the_vote(self, people: Sequence[asyncio.Future[None]]) -> None:
        """Ada leads on to the vote, with one more kill on the way; then everybody finds their ballot."""
        self._go.clear()
        await asyncio.gather(self.chaos.kill(), self._lead("reveal"))
        await self._lead("vote")
        await asyncio.sleep(1.5)  # whoever was in the middle of something finishes it
        for person in people:
            if person.done():
                person.result()
        await asyncio.gather(*(writer.enter_vote() for writer in self.writers))

    async def _lead(self, phase: str) -> None:
        op = self.history.begin("Ada", "phase", phase=phase)
        guide = Writer(self.ada, self.world.bases, self.history, self.rng)
        for _ in range(40):
            if await self.world.ask("SELECT phase FROM meeting WHERE id = $1", self.world.people.meeting.id) == phase:
                self.history.answer(op, "done", acked=True)
                return
            now = dict((await guide.read("/desk")).form("/phase").form_values()).get("from", "")
            attempt = self.history.begin("Ada", "try", phase=phase)
            await guide.insist(attempt, lambda: self.ada.post(f"{self.ada.room}/phase", {"phase": phase, "from": now}))  # noqa: B023
        raise AssertionError(f"Ada could not lead on to {phase}")

    async def _settle(self, watch: Convergence) -> None:
        """Everything works again: every page comes to where the board is, and shows what a fresh load shows."""
        head = await self.world.ask("SELECT seq FROM board WHERE id = $1", self.world.people.board.id)
        assert isinstance(head, int)
        for stream in self.streams:
            try:
                await stream.reaches(head, seconds=10)
            except AssertionError as error:
                self.report.problems.append(f"R2: {error} (it is at {stream.seq}, {len(stream.connected)} connections)")
        await asyncio.sleep(1.5)
        self.report.samples = watch.samples
        await watch.stop()
        for stream in self.streams:
            fresh = await stream.browser.page(stream.path)
            if diff := differences(stream.page, fresh):
                self.report.problems.append(f"R4: {stream.path} of {stream.browser.base}\n{diff[:1500]}")
        if share(self.report.samples, 0.99) > 2 or max(self.report.samples, default=0) > 5:
            slow = ", ".join(f"{sample:.2f}" for sample in sorted(self.report.samples)[-5:])
            self.report.problems.append(f"R2: the slowest connections took {slow} s of {len(self.report.samples)}")

    async def _check(self) -> None:
        cast = self.world.people
        tables = await read_tables(self.world.postgres.url, cast.board.id or 0)
        self.report.events = tables.seq
        self.report.ops = Counter(op.kind for op in self.history.ops if op.acked)
        self.report.resent = sum(len(op.answers) - 1 for op in self.history.ops if op.answers)
        self.report.killed = self.chaos.killed
        self.report.problems += problems(self.history.ops, tables)
        ballots: Counter[str] = Counter()
        for ballot in tables.ballots:
            ballots.update(ballot)
        await self._lead("result")
        counted = await self._tally()
        if counted != dict(ballots):
            self.report.problems.append(f"R10: counted {counted}, but the ballots say {dict(ballots)}")

        async def told() -> bool:
            cursor = await self.world.ask("SELECT seq FROM cursor WHERE board_id = $1", cast.board.id)
            return isinstance(cursor, int) and cursor >= tables.seq

        try:
            await until(told, seconds=15, what="the worker to have handled every event")
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

    async def _end(self) -> None:
        for stream in self.streams:
            try:
                await stream.close()
            except AssertionError as error:
                self.report.problems.append(f"R4: {stream.path}: {error}")
        await self.world.stop()
        self.history.close()
