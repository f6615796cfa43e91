"""Hub: one per process. Keeps a Watch for every board that somebody looks at, and stirs it when the board moves.

A ring (ours at once, another server's by Redis) stirs one board. Once a second one query compares all watched boards
with the log, so that a lost ring costs a second and nothing else.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from sqlmodel import col, select

from schemas.board import Board
from server import metrics
from server.close_codes import Close
from server.database import Database
from server.live.frames import Position, heartbeat
from server.live.limits import HEARTBEAT, PAGES_MOST
from server.live.presence import GRACE, write_presence
from server.live.reading import read_since
from server.live.revoked import gone
from server.live.watch import Member, Watch

SWEEP = 1.0
PRESENCE = 10
"""Seconds after which presence is written though nothing changed."""


class Hub:
    """`await start()`, then `join` members; `await stop()` sends everyone away to come back elsewhere."""

    def __init__(self, database: Database, tell: Callable[[int], Awaitable[None]]) -> None:
        """`tell(board id)` rings the other servers."""
        self.server = secrets.token_hex(8)
        self._database = database
        self._watches: dict[int, Watch] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._own: list[asyncio.Task[None]] = []
        self._closing = False
        self._tell = tell
        self._pages: Counter[int | None] = Counter()
        """Open pages by seat."""
        self._left: dict[int, dict[int, float]] = {}
        """Board id → seat id → when its last page here was closed."""
        self._seen: dict[int, set[int]] = {}
        """Who was here when this server last wrote it."""

    async def start(self) -> None:
        """Begin to sweep, and to say that the line is alive: on its own, for a sweep waits for the database."""
        self._own = [
            asyncio.create_task(self._sweep_forever(), name="hub sweep"),
            asyncio.create_task(self._beat_forever(), name="hub beat"),
        ]

    async def stop(self) -> None:
        """Tell every member to come back to another server, and end."""
        self._closing = True
        for watch in list(self._watches.values()):
            for member in watch.everyone():
                watch.drop(member, Close.DEPLOY)
        tasks = [*self._own, *self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    def ring(self, board_id: int) -> None:
        """The board moved, or its state did. Never waits."""
        if watch := self._watches.get(board_id):
            watch.stirred.set()

    def hear(self, board_id: int, seq: int) -> None:
        """Somebody rang to say that the board is at `seq`; 0 speaks of its state. Old news is not worth a look."""
        watch = self._watches.get(board_id)
        if watch and not 0 < seq <= watch.at.seq:
            watch.stirred.set()

    async def join(self, board_id: int, member: Member, at: Position) -> None:
        """Bring `member` up to date from `at`, and let them follow from there without a gap."""
        metrics.CONNECTED.inc()
        self._pages[member.seat_id] += 1
        if self._closing or (member.seat_id is not None and self._pages[member.seat_id] > PAGES_MOST):
            member.close(Close.DEPLOY if self._closing else Close.LATER)
            return
        watch = await self._watch(board_id)
        watch.coming += 1  # the sweep must not let the board go while its first member catches up
        try:
            await watch.admit(member, at)
        finally:
            watch.coming -= 1
        watch.stirred.set()

    def leave(self, board_id: int, member: Member) -> None:
        """The member has gone. Wanted for each that came by `join`, also for one who was turned away."""
        metrics.CONNECTED.dec()
        self._pages[member.seat_id] -= 1
        if not self._pages[member.seat_id]:
            del self._pages[member.seat_id]
            if member.seat_id is not None:
                self._left.setdefault(board_id, {})[member.seat_id] = time.monotonic()
        if watch := self._watches.get(board_id):
            watch.forget(member)
            watch.stirred.set()

    def seats_here(self, board_id: int) -> set[int]:
        """The seats that are connected to this server, or were a moment ago: between two polls, or on bad Wi-Fi."""
        since = time.monotonic() - GRACE.total_seconds()
        left = {seat_id: at for seat_id, at in self._left.pop(board_id, {}).items() if at > since}
        if left:
            self._left[board_id] = left
        watch = self._watches.get(board_id)
        here = {member.seat_id for member in watch.everyone()} if watch else set()
        return {seat_id for seat_id in here.union(left) if seat_id is not None}

    async def _watch(self, board_id: int) -> Watch:
        if board_id not in self._watches:
            async with self._database.snapshot() as session:
                at, _ = await read_since(session, board_id, 0)
            if board_id not in self._watches:
                watch = self._watches[board_id] = Watch(self._database, board_id, at)
                self._tasks[board_id] = asyncio.create_task(watch.follow(), name=f"board {board_id}")
        return self._watches[board_id]

    async def _sweep_forever(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(SWEEP)
            ticks += 1
            try:
                await self._sweep()
                await self._end_revoked()
                await self._tell_presence(anyway=ticks % PRESENCE == 0)
            except Exception:
                metrics.FOLLOW_FAILURES.inc()

    async def _tell_presence(self, *, anyway: bool) -> None:
        """Write who is here when that has changed, and now and then so that it does not grow stale."""
        here = {board_id: self.seats_here(board_id) for board_id in {*self._watches, *self._seen}}
        changed = {board_id: seats for board_id, seats in here.items() if seats != self._seen.get(board_id, set())}
        await write_presence(self._database, self.server, here if anyway else changed)
        self._seen = {board_id: seats for board_id, seats in here.items() if seats}
        # Now and then all: a ring about what is not an event may be lost, and a dead server's members grow stale.
        for board_id in here if anyway else changed:
            self.ring(board_id)
        for board_id in changed:
            await self._tell(board_id)

    async def _end_revoked(self) -> None:
        """Close the pages of those who were removed, left or signed out, wherever that happened: one query a second."""
        holders = [(w, member) for w in self._watches.values() for member in w.everyone() if member.held is not None]
        revoked = await gone(self._database, (member.held for _, member in holders if member.held is not None))
        for watch, member in holders if revoked else ():
            if member.held in revoked:
                watch.drop(member, Close.REMOVED)

    async def _sweep(self) -> None:
        """One query for all watched boards; and boards that nobody looks at any more are let go."""
        for board_id in [b for b, watch in self._watches.items() if watch.idle]:
            self._tasks.pop(board_id).cancel()
            del self._watches[board_id]
        if not self._watches:
            return
        query = select(Board.id, Board.epoch, Board.seq).where(col(Board.id).in_(self._watches))
        async with self._database.begin() as session:
            rows = (await session.execute(query)).all()
        for board_id, epoch, seq in rows:
            watch = self._watches.get(board_id or 0)
            if watch and (watch.busy or watch.at != Position(epoch, seq)):
                watch.stirred.set()

    async def _beat_forever(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            self._beat()

    def _beat(self) -> None:
        for watch in self._watches.values():
            text = heartbeat(watch.told.seq)  # a number that a page has not been told yet would look like a gap
            for members in list(watch.members.values()):
                for member in list(members):
                    if not member.offer(text):
                        watch.drop(member, Close.LATER)
