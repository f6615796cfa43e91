"""One run: people write, things are killed, everything heals, and the history is held against the tables."""

import asyncio
import random
import secrets
from collections.abc import Sequence
from pathlib import Path

from schemas.roles import Role
from tests.faults.chaos import Chaos
from tests.faults.convergence import Convergence
from tests.faults.history import History
from tests.faults.report import Report
from tests.faults.verdict import Verdict
from tests.faults.world import World
from tests.faults.writer import Writer
from tests.support.member import Member, Staff
from tests.support.stream import Stream
from tests.support.waiting import until

PEOPLE = 20


class Run:
    """A world, its people and its troubles. `await play(kills)` gives the report."""

    def __init__(self, folder: Path, seed: int, people: int = PEOPLE, *, timed: bool = False) -> None:
        self.people = people
        self.rng = random.Random(seed)
        self.world = World(folder)
        self.history = History(folder / "history.jsonl")
        self.chaos = Chaos(self.world, self.history, self.rng)
        self.report = Report(seed, timed=timed)
        self.writers: list[Writer] = []
        self.streams: list[Stream] = []
        self.ada = Staff("")
        self.watch: Convergence | None = None
        self._go = asyncio.Event()
        self._over = False
        self._busy = 0
        """How many are in the middle of something."""

    async def play(self, kills: int) -> Report:
        """`kills` kills, half of them while ideas are written and half while people vote."""
        try:
            await self.world.start()
            await self._come()
            watch = self.watch = Convergence(self.world, self.streams, self.chaos)
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
            self.report.killed, self.report.slowness = self.chaos.killed, self.chaos.slowness
            verdict = Verdict(self.world, self.report)
            await verdict.pages(self.streams, watch)
            await verdict.tables(self.history, lambda: self._lead("result"))
        finally:
            if self.watch is not None:
                await self.watch.stop()
            await self._end()
        return self.report

    async def _come(self) -> None:
        cast, bases = self.world.people, self.world.bases
        self.ada = await cast.ada()
        for number, member in enumerate(await cast.guests_join(self.people)):
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
        for writer in self.writers:
            writer.member.http.timeout = 3  # what does not come is sent again, elsewhere

    async def _live(self, writer: Writer) -> None:
        while not self._over:
            await self._go.wait()
            if not self._over:
                self._busy += 1
                await writer.step()
                self._busy -= 1
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
            if op.acked and self.rng.random() < 0.5:
                guest.meeting = cast.meeting.public_id
                await writer.read()

    async def _to_the_vote(self, people: Sequence[asyncio.Future[None]]) -> None:
        """Ada leads on to the vote, with one more kill on the way; then everybody finds their ballot."""
        self._go.clear()
        await asyncio.gather(self.chaos.kill(), self._lead("reveal"))
        await self._lead("vote")
        # Whoever was in the middle of something finishes it; one who failed has the word at once.
        await until(lambda: not self._busy or any(person.done() for person in people), what="everybody to rest")
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

    async def _end(self) -> None:
        for stream in self.streams:
            try:
                await stream.close()
            except AssertionError as error:
                self.report.problems.append(f"R4: {stream.path}: {error}")
        await self.world.stop()
        self.history.close()
