"""Hub: one per process. Keeps a Watch for every board that somebody looks at, and stirs it when the board moves.

A ring (ours at once, another server's by Redis) stirs one board. Once a second one query compares all watched boards
with the log, so that a lost ring costs a second and nothing else.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from sqlmodel import col, select

from schemas.board import Board
from server import metrics
from server.database import Database
from server.live.frames import Position, heartbeat
from server.live.presence import write_presence
from server.live.watch import Member, Watch, read_since

SWEEP = 1.0
HEARTBEAT = 15
PRESENCE = 10
"""Seconds after which presence is written though nothing changed."""
DEPLOY = 1012


class Hub:
    """`await start()`, then `join` members; `await stop()` sends everyone away to come back elsewhere."""

    def __init__(self, database: Database, tell: Callable[[int], Awaitable[None]]) -> None:
        """`tell(board id)` rings the other servers."""
        self.server = secrets.token_hex(8)
        self._database = database
        self._watches: dict[int, Watch] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._closing = False
        self._tell = tell
        self._seen: dict[int, set[int]] = {}
        """Who was here when this server last wrote it."""

    async def start(self) -> None:
        """Begin to sweep."""
        self._sweeper = asyncio.create_task(self._sweep_forever(), name="hub sweep")

    async def stop(self) -> None:
        """Tell every member to come back to another server, and end."""
        self._closing = True
        for watch in list(self._watches.values()):
            for member in [member for members in watch.members.values() for member in members]:
                watch.drop(member, DEPLOY)
        tasks = [task for task in (self._sweeper, *self._tasks.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    def ring(self, board_id: int) -> None:
        """The board moved, or its state did. Never waits."""
        if watch := self._watches.get(board_id):
            watch.stirred.set()

    async def join(self, board_id: int, member: Member, at: Position) -> None:
        """Bring `member` up to date from `at`, and let them follow from there without a gap."""
        if self._closing:
            member.close(DEPLOY)
            return
        watch = await self._watch(board_id)
        metrics.CONNECTED.inc()
        watch.coming += 1  # the sweep must not let the board go while its first member catches up
        try:
            await watch.admit(member, at)
        finally:
            watch.coming -= 1
        watch.stirred.set()

    def leave(self, board_id: int, member: Member) -> None:
        """The member has gone."""
        metrics.CONNECTED.dec()
        if watch := self._watches.get(board_id):
            watch.forget(member)
            watch.stirred.set()

    def end_seat(self, board_id: int, seat_id: int, code: int) -> None:
        """Close every connection of one seat."""
        for member in self._members(board_id):
            if member.seat_id == seat_id:
                self._watches[board_id].drop(member, code)

    def seats_here(self, board_id: int) -> set[int]:
        """The seats that are connected to this server."""
        return {member.seat_id for member in self._members(board_id) if member.seat_id is not None}

    def _members(self, board_id: int) -> list[Member]:
        watch = self._watches.get(board_id)
        return [member for members in watch.members.values() for member in members] if watch else []

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
                await self._tell_presence(anyway=ticks % PRESENCE == 0)
                if ticks % HEARTBEAT == 0:
                    self._beat()
            except Exception:
                metrics.FOLLOW_FAILURES.inc()

    async def _tell_presence(self, *, anyway: bool) -> None:
        """Write who is here when that has changed, and now and then so that it does not grow stale."""
        here = {board_id: self.seats_here(board_id) for board_id in {*self._watches, *self._seen}}
        changed = {board_id: seats for board_id, seats in here.items() if seats != self._seen.get(board_id, set())}
        await write_presence(self._database, self.server, here if anyway else changed)
        self._seen = {board_id: seats for board_id, seats in here.items() if seats}
        for board_id in changed:
            self.ring(board_id)
            await self._tell(board_id)

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

    def _beat(self) -> None:
        for watch in self._watches.values():
            text = heartbeat(watch.at.seq)
            for members in list(watch.members.values()):
                for member in list(members):
                    if not member.offer(text):
                        watch.drop(member, 1013)
