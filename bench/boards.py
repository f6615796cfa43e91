"""Many boards at once: a thousand meetings of fifteen members, and fifty writes a second among them."""

import random
import secrets
import time
from collections import defaultdict, deque
from functools import partial
from urllib.parse import urlencode

from bench.fanout import SIGN, idle_of
from bench.figures import Table, cpu, in_ms, memory, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product, join, stream_of
from schemas.meeting import Meeting
from schemas.unit import Unit
from tests.support.scene import make_board, make_meeting

MEMBERS, WRITES, SECONDS = 15, 50, 20


class Boards:
    """Everybody follows the room of their own board; somebody somewhere writes an idea, and their room sees it."""

    def __init__(self, product: Product, table: Table) -> None:
        self.product, self.table, self.crowd = product, table, Crowd(product.port)
        self.rooms: list[tuple[Meeting, list[str]]] = []
        self.asked: dict[str, list[float]] = defaultdict(list)
        """By room: when each idea was due."""
        self.late: list[float] = []
        self.behind = 0.0

    async def measure(self, boards: int) -> None:
        """Add the lines."""
        await self._make(boards)
        pids = self.product.pids
        before, began = memory(pids), time.perf_counter()
        for meeting, cookies in self.rooms:
            self.crowd.listen(stream_of(meeting), cookies, partial(self._heard, meeting.public_id))
        pages = boards * MEMBERS
        held, seconds = (memory(pids) - before) / pages / 1000, time.perf_counter() - began
        self.table.add(f"{boards} boards, {pages} pages connect", f"{seconds:.0f} s; {held:.1f} kB a page")
        idle, spent = idle_of(self.crowd, pids), cpu(pids)
        self._write()
        used = (cpu(pids) - spent) / (WRITES * SECONDS)
        p50, p99 = (part(self.late, share) for share in (0.5, 0.99))
        told = f"{ms(used)} of CPU each; p50 {ms(p50)}, p99 {ms(p99)} to each page of a room"
        self.table.add(f"… {WRITES} ideas a second among them", f"{told}; the load was {ms(self.behind)} late")
        self.table.add("… while nothing happens", f"{idle * 100:.1f} % of a core")
        figures = {"cpu_ms": in_ms(used), "p50_ms": in_ms(p50), "p99_ms": in_ms(p99), "heard": len(self.late)}
        figures |= {
            "idle_pct": round(idle * 100, 2),
            "kb_per_member": round(held, 1),
            "load_late_ms": in_ms(self.behind),
        }
        self.table.note("boards", boards=boards, members=MEMBERS, writes_a_second=WRITES, **figures)
        self.crowd.close()

    async def _make(self, boards: int) -> None:
        async with self.product.database.begin() as session:
            unit = await session.get_one(Unit, self.product.cast.board.unit_id)
            for number in range(boards):
                board = await make_board(session, unit, f"Peerboard {number}")
                meeting = await make_meeting(session, board)
                self.rooms.append((meeting, await join(session, meeting, MEMBERS)))

    def _write(self) -> None:
        start, sent = time.perf_counter(), 0
        free = deque((room, Asker(self.crowd, random.choice(cookies))) for room, cookies in self.rooms[:WRITES])
        rooms = len(free)

        def answered(one: tuple[Meeting, Asker], status: int, body: bytes, _: float) -> None:
            if status >= 400:
                raise RuntimeError(f"refused: {status} {body[:300]!r}")
            free.append(one)

        def go() -> bool:
            nonlocal sent
            due = start + sent / WRITES
            if sent < WRITES * SECONDS and free and time.perf_counter() >= due:
                self.behind = max(self.behind, time.perf_counter() - due)
                room, asker = free.popleft()
                self.asked[room.public_id].append(due)
                form = {"key": secrets.token_hex(16), "title": f"Ro om natten {sent}"}
                asker.ask("POST", f"/m/{room.public_id}/ideas", urlencode(form), partial(answered, (room, asker)))
                sent += 1
            return sent == WRITES * SECONDS and len(free) == rooms

        if not self.crowd.run(go, 10 * SECONDS):
            raise RuntimeError(f"{sent} ideas sent, {rooms - len(free)} of them never answered")
        self.crowd.run(lambda: len(self.late) >= sent * MEMBERS, 5)

    def _heard(self, room: str, text: bytes, now: float) -> None:
        if self.asked[room] and text.startswith(SIGN):
            self.late.append(now - self.asked[room][-1])
