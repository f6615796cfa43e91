"""Hub: one per process. Keeps a Feed for every board that somebody is following, and stirs it when the board moves.

A ring (our own at once, another server's through Redis) stirs one board. Once a second, one query compares all followed
boards with the log, so that a lost ring costs a second and nothing else.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

from schemas.roles import STAFF
from server.core import metrics
from server.core.close_codes import Close
from server.core.database import Database
from server.core.told_to_end import end_if_told
from server.live.feed import BREATH, Feed, Subscriber
from server.live.frames import Position, heartbeat
from server.live.limits import HEARTBEAT, PAGES_MOST
from server.live.log import read_since
from server.live.presence import GRACE, UNFOLLOWED, write_presence
from server.live.revoked import dismissed, gone

AT = "SELECT id, epoch, seq FROM board WHERE id = ANY($1::bigint[])"
SWEEP = 1.0
MODERATION = "moderation"
"""The page that a coordinator entrusts members with, and takes from them."""
PRESENCE = 10
"""Sweeps after which presence is written even if nothing has changed."""


class Hub:
    """`await start()`, then `join` subscribers; `await stop()` sends everybody to another server."""

    def __init__(self, database: Database, tell: Callable[[int], Awaitable[None]]) -> None:
        """`tell(board_id)` rings the other servers."""
        self.server = secrets.token_hex(8)
        self._database = database
        self._feeds: dict[int, Feed] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._background: list[asyncio.Task[None]] = []
        self._closing = False
        self._tell = tell
        self._pages: Counter[int | None] = Counter()
        """Open pages by seat."""
        self._lasts: dict[int, dict[int, float]] = {}
        """Board id → seat id → until when it is here, though no page of it follows."""
        self._seen: dict[int, set[int]] = {}
        """Board id → the seats that this server last wrote as present."""

    async def start(self) -> None:
        """Start sweeping and sending heartbeats, in tasks of their own, since a sweep may wait for the database."""
        self._background = [
            asyncio.create_task(self._sweep_forever(), name="hub sweep"),
            asyncio.create_task(self._beat_forever(), name="hub beat"),
        ]

    async def stop(self) -> None:
        """Tell every subscriber to reconnect to another server, and end all tasks."""
        self._closing = True
        for feed in list(self._feeds.values()):
            for subscriber in feed.everyone():
                feed.drop(subscriber, Close.DEPLOY)
        tasks = [*self._background, *self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    def ring(self, board_id: int) -> None:
        """Note that the board's state may have changed. Never waits."""
        self.hear(board_id, 0)

    def hear(self, board_id: int, seq: int) -> None:
        """Note a ring that says the board is at `seq`, or with 0 that its state changed. Old news is ignored."""
        feed = self._feeds.get(board_id)
        if feed and not 0 < seq <= feed.at.seq:
            feed.stir(state=seq == 0)

    async def join(self, board_id: int, subscriber: Subscriber, at: Position) -> None:
        """Bring `subscriber` up to date from `at`, and let them follow from there without a gap. One too many for a
        seat, or one that comes while we stop, is closed instead. Raises NotFound and Away. Always call `leave` after.
        """
        metrics.CONNECTED.inc()
        self._pages[subscriber.seat_id] += 1
        if self._closing or (subscriber.seat_id is not None and self._pages[subscriber.seat_id] > PAGES_MOST):
            subscriber.close(Close.DEPLOY if self._closing else Close.LATER)
            return
        feed = await self._feed(board_id)
        feed.coming += 1  # the sweep must not drop the feed while its first subscriber catches up
        try:
            await feed.admit(subscriber, at)
        finally:
            feed.coming -= 1
        feed.stir(state=True)

    def leave(self, board_id: int, subscriber: Subscriber) -> None:
        """The subscriber is gone. Must be called once for every `join`, even for one that was turned away."""
        metrics.CONNECTED.dec()
        self._pages[subscriber.seat_id] -= 1
        if not self._pages[subscriber.seat_id]:
            del self._pages[subscriber.seat_id]
            if subscriber.seat_id is not None:
                self._last(board_id, subscriber.seat_id, GRACE)
        if feed := self._feeds.get(board_id):
            feed.forget(subscriber)
            feed.stir(state=False)

    def looked(self, board_id: int, seat_id: int) -> None:
        """The seat has opened a page that follows nothing, and is here for a while."""
        self._last(board_id, seat_id, UNFOLLOWED)

    def seats_here(self, board_id: int) -> set[int]:
        """The seats that are here by what this server knows: connected now or within GRACE, since they may be between
        two polls, or on bad Wi-Fi; or they looked within UNFOLLOWED."""
        now = time.monotonic()
        lasting = {seat_id: until for seat_id, until in self._lasts.pop(board_id, {}).items() if until > now}
        if lasting:
            self._lasts[board_id] = lasting
        feed = self._feeds.get(board_id)
        here = {subscriber.seat_id for subscriber in feed.everyone()} if feed else set()
        return {seat_id for seat_id in here.union(lasting) if seat_id is not None}

    def staff_pages(self) -> list[tuple[int, int]]:
        """The browser sessions with which staff follow a page here, each with the page's board."""
        return [
            (subscriber.session_id, board_id)
            for board_id, feed in self._feeds.items()
            for subscriber in feed.everyone()
            if subscriber.session_id is not None and subscriber.audience.role in STAFF
        ]

    def _last(self, board_id: int, seat_id: int, how_long: timedelta) -> None:
        self._lasts.setdefault(board_id, {})[seat_id] = time.monotonic() + how_long.total_seconds()

    async def _feed(self, board_id: int) -> Feed:
        if board_id not in self._feeds:
            async with self._database.snapshot() as session:
                at, _ = await read_since(session, board_id, 0)
            if board_id not in self._feeds:
                feed = self._feeds[board_id] = Feed(self._database, board_id, at)
                self._tasks[board_id] = asyncio.create_task(feed.follow(), name=f"board {board_id}")
        return self._feeds[board_id]

    async def _sweep_forever(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(SWEEP)
            ticks += 1
            try:
                await self._sweep()
                await self._tell_presence(anyway=ticks % PRESENCE == 0)
            except Exception:
                end_if_told()
                metrics.FOLLOW_FAILURES.inc()

    async def _tell_presence(self, *, anyway: bool) -> None:
        """Write who is here if that has changed; with `anyway` write it all, so that it does not go stale."""
        here = {board_id: self.seats_here(board_id) for board_id in {*self._feeds, *self._seen, *self._lasts}}
        changed = {board_id: seats for board_id, seats in here.items() if seats != self._seen.get(board_id, set())}
        await write_presence(self._database, self.server, here if anyway else changed)
        self._seen = {board_id: seats for board_id, seats in here.items() if seats}
        # With `anyway`, all boards: a ring about state may have been lost, and a dead server's presence goes stale.
        for board_id in here if anyway else changed:
            self.ring(board_id)
        for board_id in changed:
            await self._tell(board_id)

    async def _sweep(self) -> None:
        """Drop the feeds that nobody follows. For the others, in one look, stir those whose boards have moved, and end
        the pages of those who were removed, left or signed out, on whichever server."""
        for board_id in [board_id for board_id, feed in self._feeds.items() if feed.idle]:
            self._tasks.pop(board_id).cancel()
            del self._feeds[board_id]
        if not self._feeds:
            return
        holders = [(feed, subscriber) for feed in self._feeds.values() for subscriber in feed.everyone()]
        async with self._database.bare() as connection:
            boards = await connection.fetch(AT, list(self._feeds))
            revoked = await gone(connection, {each.held for _, each in holders if each.held is not None})
            moderating = {each.seat_id for _, each in holders if each.audience.page == MODERATION}
            left = await dismissed(connection, {seat for seat in moderating if seat is not None})
        for board_id, epoch, seq in boards:
            feed = self._feeds.get(board_id)
            if feed and (feed.busy or feed.at != Position(epoch, seq)):
                feed.stir(state=feed.busy)
        for feed, subscriber in holders if revoked or left else ():
            no_more = subscriber.audience.page == MODERATION and subscriber.seat_id in left
            if subscriber.held in revoked or no_more:
                feed.drop(subscriber, Close.REMOVED)

    async def _beat_forever(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            await self._beat()

    async def _beat(self) -> None:
        for feed in list(self._feeds.values()):
            everyone = feed.everyone()
            for first in range(0, len(everyone), BREATH):
                text = heartbeat(feed.told.seq)  # a number that a page has not reached yet would look like a gap
                for subscriber in everyone[first : first + BREATH]:
                    if not (subscriber.offer(text) and subscriber.there()):
                        feed.drop(subscriber, Close.LATER)
                await asyncio.sleep(0)
