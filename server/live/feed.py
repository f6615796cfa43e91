"""Feed: one board as this server follows it. Reads events in order, renders, and hands frames to its subscribers."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.event import EventBase
from server.core import metrics
from server.core.close_codes import Close
from server.core.database import Database
from server.core.errors import Away, NotFound
from server.live.frames import NOWHERE, Audience, Position, draw, heartbeat, numbered, unnumbered, whole
from server.live.limits import CATCH_UP_MOST
from server.live.log import Seen, look, read_since
from server.live.pages import PAGES
from server.live.revoked import Held

log = structlog.get_logger(__name__)
TICK = 0.1
"""Seconds between two fan-outs of a board at the least; a slow fan-out doubles itself instead."""
TICK_MOST = 1.0
"""Seconds; a step that had to wait for the database must not make the room wait twice as long again."""
BREATH = 500
"""Subscribers served before others get a turn."""


@dataclass(eq=False)
class Subscriber:
    """One connected page. `offer` takes a frame or refuses at once; `close` ends the connection with a code."""

    audience: Audience
    seat_id: int | None
    offer: Callable[[str], bool]
    close: Callable[[int], None]
    session_id: int | None = None

    @property
    def held(self) -> Held | None:
        """By what right they follow; None for a projector, which has neither session nor seat."""
        return (self.session_id, self.seat_id) if self.session_id is not None and self.seat_id is not None else None

    at: Position = NOWHERE
    """How far it has been brought; it may be ahead of what is being told to the others."""
    state: str | None = None
    """The state it was told last."""


class Feed:
    """Serial by design: only `follow` sends numbered frames, so every subscriber sees them in order."""

    def __init__(self, database: Database, board_id: int, at: Position) -> None:
        self.board_id = board_id
        self.at = at
        self.told = at
        """What every subscriber has been told; behind `at` while a change is being handed out."""
        self.subscribers: dict[Audience, set[Subscriber]] = defaultdict(set)
        self.coming = 0
        """Subscribers that are catching up."""
        self.stirred = asyncio.Event()
        self.busy = False
        """A round is open: state may change without an event."""
        self._database = database
        self._making: dict[tuple[Audience, Position], asyncio.Task[tuple[Position, str]]] = {}
        self._sent = 0
        self._views: Seen = {}
        """What the pages show at `at`; only events change it, so while people vote it is not read again."""

    @property
    def idle(self) -> bool:
        """True when nobody is here or on the way, and nothing waits to be told."""
        return not self.subscribers and not self.coming and not self.stirred.is_set()

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
                metrics.FOLLOW_FAILURES.inc()
                if not isinstance(error, Away):  # that is said once, by whoever feeds the database
                    log.warning("a board could not be read", exc_info=True)
                self.stirred.set()
                # Soon at first: after a crash of PostgreSQL one or two stale connections fail before a new one works.
                await asyncio.sleep(rest)
                rest = min(2 * rest, 1)
                continue
            rest = TICK
            metrics.FAN_OUT.observe(time.monotonic() - began)
            # Only what was sent is gathered into ticks: after a look that found nothing, news need not wait.
            await asyncio.sleep(min(TICK_MOST, max(TICK if self._sent else 0, 2 * (time.monotonic() - began))))

    async def _step(self) -> None:
        async with self._database.snapshot() as session:
            at, events = await read_since(session, self.board_id, self.at.seq)
            renewed = at.epoch != self.at.epoch or events is None
            if at != self.at:
                self._views = {}
            news = await self._drawn(session, at, set(events or ()), renewed=renewed)
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
        self, session: AsyncSession, at: Position, kinds: set[type[EventBase]], *, renewed: bool
    ) -> dict[Audience, tuple[str, str | None]]:
        """What each audience is to get: the frame to `at`, and its state. A page that is gone gets nothing."""
        news: dict[Audience, tuple[str, str | None]] = {}
        states: Seen = {}
        self.busy = False
        for audience in list(self.subscribers):
            try:
                view, state = await look(session, audience, self._views, states)
            except NotFound:
                self._drop_all(list(self.subscribers.get(audience, ())))  # refused at the door when they come back
                continue
            self.busy = self.busy or bool(getattr(state, "busy", False))
            try:
                if renewed:
                    frame = whole(audience, at, view, state)
                else:
                    frame = numbered(self.at.seq, at, draw(audience, PAGES[audience.page].touched(kinds), view, state))
                news[audience] = frame, unnumbered(audience, view, state)
            except Exception:  # one page that cannot be drawn must not hold up all the others
                metrics.FOLLOW_FAILURES.inc()
                log.exception("a page could not be drawn", page=audience.page)
                self._drop_all(list(self.subscribers.get(audience, ())))
        return news

    async def _tell(
        self, subscribers: list[Subscriber], at: Position, frame: str, state: str | None, *, moved: bool
    ) -> None:
        """One text after the other, not one subscriber after the other: the protocol keeps one text's wire form."""
        if moved:
            await self._send([subscriber for subscriber in subscribers if not subscriber.at.reaches(at)], frame)
        for subscriber in subscribers:
            subscriber.at = subscriber.at if subscriber.at.reaches(at) else at
        # A page that is ahead waits for its own state: this one may speak of what is no longer on it.
        old = [subscriber for subscriber in subscribers if subscriber.state != state and subscriber.at == at]
        if state is not None and old:
            for subscriber in old:
                subscriber.state = state
            await self._send(old, state)

    async def _bring(self, audience: Audience, subscribers: list[Subscriber], since: Position) -> None:
        """Bring along an audience that came while the board was read; its state comes with the next step."""
        try:
            at, frame = await self.catch_up(audience, since)
        except Exception:
            self._drop_all(subscribers)
            return
        await self._send([subscriber for subscriber in subscribers if not subscriber.at.reaches(at)], frame)
        for subscriber in subscribers:
            subscriber.at = subscriber.at if subscriber.at.reaches(at) else at

    async def _send(self, subscribers: list[Subscriber], text: str) -> None:
        """To subscribers of one audience. Every microsecond here is paid once per subscriber and change."""
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
        """Bring a new subscriber to where the board is, then let them follow; the state comes with the next step.

        Never silence: one who has missed nothing is told that the line is alive.
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
        """The frame that takes a page from `since` to the present, and where that is; made once for all from there."""
        if since.epoch != self.at.epoch or abs(self.at.seq - since.seq) > CATCH_UP_MOST:
            since = NOWHERE  # one key for all strange positions: the memory for them is bounded
        key = (audience, since)
        if key not in self._making:
            self._making[key] = asyncio.create_task(self._made(audience, since))
            self._making[key].add_done_callback(lambda made: self._forget_failed(key, made))
        # shielded: one who leaves meanwhile does not take the frame from the others
        return await asyncio.shield(self._making[key])

    async def _made(self, audience: Audience, since: Position) -> tuple[Position, str]:
        async with self._database.snapshot() as session:
            at, events = await read_since(session, self.board_id, since.seq)
            view, state = await look(session, audience, {}, {})
        if since.epoch != at.epoch or events is None:
            return at, whole(audience, at, view, state)
        content = draw(audience, PAGES[audience.page].touched(events), view, state)
        return at, numbered(since.seq, at, content)

    def _forget_failed(self, key: tuple[Audience, Position], made: asyncio.Task[tuple[Position, str]]) -> None:
        if (made.cancelled() or made.exception()) and self._making.get(key) is made:
            del self._making[key]

    def everyone(self) -> list[Subscriber]:
        """All subscribers, as a list of their own: they may be dropped while it is walked."""
        return [subscriber for subscribers in self.subscribers.values() for subscriber in subscribers]

    def drop(self, subscriber: Subscriber, code: int) -> None:
        """Let a subscriber go; 1013 tells a slow page to come back and catch up."""
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
