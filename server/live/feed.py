"""Feed: one board as this server follows it. Reads its events in order, renders, and sends its subscribers frames."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import metrics
from server.core.close_codes import Close
from server.core.database import Database
from server.core.errors import Away, NotFound
from server.core.outage import is_away
from server.core.told_to_end import end_if_told
from server.live.frames import NOWHERE, Audience, Position, heartbeat
from server.live.limits import CATCH_UP_MOST
from server.live.log import read_since
from server.live.pages import moved_by
from server.live.revoked import Held
from server.live.seen import Kinds, Seen

log = structlog.get_logger(__name__)
TICK = 0.1
"""Seconds between two fan-outs of a board, at least; after a slow fan-out, twice the time it took."""
TICK_MOST = 1.0
"""Seconds between them, at most: when a step had to wait for the database, the room must not wait twice that again."""
BREATH = 500
"""Subscribers to serve before yielding to the event loop."""


def always() -> bool:
    """Whether a page is still there that we need not ask: it comes again by itself, or somebody else asks."""
    return True


@dataclass(eq=False, slots=True)
class Subscriber:
    """One connected page. `offer` takes a frame, or returns False at once; `close` ends the connection with a code;
    `there` asks whether the page still is, and is False when it has not answered for long."""

    audience: Audience
    seat_id: int | None
    offer: Callable[[str], bool]
    close: Callable[[int], None]
    session_id: int | None = None
    there: Callable[[], bool] = always
    at: Position = NOWHERE
    """How far it has been brought; it may be ahead of what the others are being sent."""
    state: str | None = None
    """The state frame it was sent last."""

    @property
    def held(self) -> Held | None:
        """The session and seat that give access; None for a projector, which has neither."""
        return (self.session_id, self.seat_id) if self.session_id is not None and self.seat_id is not None else None


class Feed:
    """Serial by design: after `admit` only `follow` sends numbered frames, so every subscriber gets them in order."""

    def __init__(self, database: Database, board_id: int, at: Position) -> None:
        self.board_id = board_id
        self.at = at
        self.told = at
        """How far every subscriber has been brought; behind `at` while a change is being handed out."""
        self.subscribers: dict[Audience, set[Subscriber]] = defaultdict(set)
        self.coming = 0
        """Subscribers that are catching up."""
        self.stirred = asyncio.Event()
        self.unsettled = True
        """Whether the state may have changed since it was read."""
        self.busy = False
        """Whether a round is open: then state may change without an event."""
        self._database = database
        self._making: dict[tuple[Audience, Position], asyncio.Task[tuple[Position, str]]] = {}
        self._sent = 0
        self._seen = Seen()
        """What the pages show at `at`."""

    @property
    def idle(self) -> bool:
        """Whether there are no subscribers, none is catching up, and nothing waits to be sent."""
        return not self.subscribers and not self.coming and not self.stirred.is_set()

    def stir(self, *, state: bool) -> None:
        """The board has moved or, with `state`, its state may have changed."""
        self.unsettled = self.unsettled or state
        self.stirred.set()

    async def follow(self) -> None:
        """Serve this board until cancelled."""
        rest = TICK
        while True:
            await self.stirred.wait()
            self.stirred.clear()
            began, self._sent = time.monotonic(), 0
            try:
                await self._step()
            except Exception as error:
                end_if_told()
                self._seen = Seen()
                metrics.FOLLOW_FAILURES.inc()
                if not isinstance(error, Away):  # that is logged once, by server/core/database_health.py
                    log.warning("a board could not be read", exc_info=True)
                self.stirred.set()
                # Soon at first: after PostgreSQL crashed, one or two stale connections fail before a new one works.
                await asyncio.sleep(rest)
                rest = min(2 * rest, 1)
                continue
            rest = TICK
            metrics.FAN_OUT.observe(time.monotonic() - began)
            # Only sending is paced by ticks: after a step that sent nothing, news need not wait.
            await asyncio.sleep(min(TICK_MOST, max(TICK if self._sent else 0, 2 * (time.monotonic() - began))))

    async def _step(self) -> None:
        async with self._database.snapshot() as session:
            try:
                at, events = await read_since(session, self.board_id, self.at.seq)
            except NotFound:  # it was erased
                for subscriber in self.everyone():
                    self.drop(subscriber, Close.REMOVED)
                return
            renewed = at.epoch != self.at.epoch or events is None
            kinds = None if renewed else frozenset(events or ())
            if at != self.at:
                self._seen.forget(None if kinds is None else moved_by(kinds))
            if self.unsettled:
                self.unsettled = False
                self._seen.forget_state()
            news = await self._drawn(session, at, kinds)
        before, moved, self.at = self.at, at != self.at, at
        self._making.clear()
        for audience, subscribers in [
            (audience, list(subscribers)) for audience, subscribers in self.subscribers.items()
        ]:
            if audience in news:
                await self._tell(subscribers, at, *news[audience], moved=moved)
            elif moved:
                await self._bring(audience, subscribers, before)
        self.told = at

    async def _drawn(
        self, session: AsyncSession, at: Position, kinds: Kinds | None
    ) -> dict[Audience, tuple[str, str | None]]:
        """What each audience is to get after events of these kinds (None: all of it anew): the frame that takes it to
        `at`, and its state. Subscribers to a page that is gone, or that cannot be rendered, are dropped."""
        news: dict[Audience, tuple[str, str | None]] = {}
        for audience in list(self.subscribers):
            try:
                frame = await self._seen.frame(session, audience, self.at.seq, at, kinds)
                news[audience] = frame, await self._seen.state_frame(session, audience)
            except NotFound:
                self._drop_all(list(self.subscribers.get(audience, ())))  # refused when they reconnect
            except Exception as error:  # one page that cannot be rendered must not hold up all the others
                if is_away(error):
                    raise
                metrics.FOLLOW_FAILURES.inc()
                log.exception("a page could not be drawn", page=audience.page)
                self._drop_all(list(self.subscribers.get(audience, ())))
        self.busy = any(getattr(state, "busy", False) for state in self._seen.states.values())
        return news

    async def _tell(
        self, subscribers: list[Subscriber], at: Position, frame: str, state: str | None, *, moved: bool
    ) -> None:
        """Send one text to all, then the next, and not both to each: the protocol caches one text's wire form."""
        if moved:
            await self._bring_to(at, subscribers, frame)
        # A page that is ahead waits for its own state: this one may be about things that it no longer shows.
        old = [subscriber for subscriber in subscribers if subscriber.state != state and subscriber.at == at]
        if state is not None and old:
            for subscriber in old:
                subscriber.state = state
            await self._send(old, state)

    async def _bring(self, audience: Audience, subscribers: list[Subscriber], since: Position) -> None:
        """Bring an audience that came while the board was being read up to date. Its state comes with the next step."""
        try:
            at, frame = await self.catch_up(audience, since)
        except Exception:
            self._drop_all(subscribers)
            return
        await self._bring_to(at, subscribers, frame)

    async def _bring_to(self, at: Position, subscribers: list[Subscriber], frame: str) -> None:
        behind = [subscriber for subscriber in subscribers if not subscriber.at.reaches(at)]
        await self._send(behind, frame)
        for subscriber in behind:
            if not subscriber.at.reaches(at):
                subscriber.at = at

    async def _send(self, subscribers: list[Subscriber], text: str) -> None:
        """Send to subscribers of one audience. Every microsecond here is paid once per subscriber and change."""
        here, sent = self.subscribers.get(subscribers[0].audience, set()) if subscribers else set(), 0
        for number, subscriber in enumerate(subscribers, 1):
            if subscriber in here:
                if subscriber.offer(text):
                    sent += 1
                else:
                    self.drop(subscriber, Close.LATER)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        self._sent += sent
        metrics.DELIVERIES.inc(sent)

    async def admit(self, subscriber: Subscriber, at: Position) -> None:
        """Bring a new subscriber to where the board is, then let them follow. The state comes with the next step.

        They always get something: one who has missed nothing gets a heartbeat. Raises NotFound and Away.
        """
        subscriber.at, known = at, at == self.at
        while not known or not subscriber.at.reaches(self.at):
            subscriber.at, text = await self.catch_up(subscriber.audience, subscriber.at)
            known = True
            if not subscriber.offer(text):
                subscriber.close(Close.LATER)
                return
        self.subscribers[subscriber.audience].add(subscriber)
        subscriber.offer(heartbeat(self.told.seq))

    async def catch_up(self, audience: Audience, since: Position) -> tuple[Position, str]:
        """The frame that takes a page from `since` to the present, and where that is. Rendered once for all who come
        from there. Raises NotFound and Away."""
        if since.epoch != self.at.epoch or abs(self.at.seq - since.seq) > CATCH_UP_MOST:
            since = NOWHERE  # one key for all odd positions, so that they cannot fill our memory
        key = (audience, since)
        if key not in self._making:
            self._making[key] = asyncio.create_task(self._made(audience, since))
            self._making[key].add_done_callback(lambda made: self._forget_failed(key, made))
        # Shielded: somebody who leaves now must not cancel the frame for the others.
        return await asyncio.shield(self._making[key])

    async def _made(self, audience: Audience, since: Position) -> tuple[Position, str]:
        async with self._database.snapshot() as session:
            at, events = await read_since(session, self.board_id, since.seq)
            kinds = None if since.epoch != at.epoch or events is None else frozenset(events)
            return at, await Seen().frame(session, audience, since.seq, at, kinds)

    def _forget_failed(self, key: tuple[Audience, Position], made: asyncio.Task[tuple[Position, str]]) -> None:
        if (made.cancelled() or made.exception()) and self._making.get(key) is made:
            del self._making[key]

    def everyone(self) -> list[Subscriber]:
        """All subscribers, in a new list, so that the caller may drop them while iterating."""
        return [subscriber for subscribers in self.subscribers.values() for subscriber in subscribers]

    def drop(self, subscriber: Subscriber, code: int) -> None:
        """Disconnect a subscriber with a close code; `Close.LATER` makes a slow page come back and catch up."""
        self.forget(subscriber)
        metrics.DROPPED.labels(str(code)).inc()
        subscriber.close(code)

    def _drop_all(self, subscribers: list[Subscriber]) -> None:
        for subscriber in subscribers:
            self.drop(subscriber, Close.LATER)

    def forget(self, subscriber: Subscriber) -> None:
        """Stop serving a subscriber that has left."""
        subscribers = self.subscribers.get(subscriber.audience)
        if subscribers is not None:
            subscribers.discard(subscriber)
            if not subscribers:
                del self.subscribers[subscriber.audience]
