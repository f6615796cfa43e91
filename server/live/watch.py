"""Watch: one board as this server follows it. Reads events in order, renders, and hands frames to its members."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.event import Event, EventBase
from server import metrics
from server.database import Database
from server.errors import NotFound
from server.live.frames import Audience, Position, draw, numbered, unnumbered, whole
from server.live.pages import PAGES

TICK = 0.1
"""Seconds between two fan-outs of a board at the least; a slow fan-out doubles itself instead."""
CATCH_UP_MOST = 200
"""Events; a page further behind gets the whole live part."""
BREATH = 500
"""Members served before others get a turn."""


@dataclass(eq=False)
class Member:
    """One connected page. `offer` takes a frame or refuses at once; `close` ends the connection with a code."""

    audience: Audience
    seat_id: int | None
    offer: Callable[[str], bool]
    close: Callable[[int], None]


class Watch:
    """Serial by design: only `follow` sends numbered frames, so every member sees them in order."""

    def __init__(self, database: Database, board_id: int, at: Position) -> None:
        self.board_id = board_id
        self.at = at
        self.members: dict[Audience, set[Member]] = defaultdict(set)
        self.coming = 0
        """Members that are catching up."""
        self.stirred = asyncio.Event()
        self.busy = False
        """A round is open or people come and go: state may change without an event."""
        self._database = database
        self._states: dict[Audience, str] = {}
        self._frames: dict[tuple[Audience, str], str] = {}

    @property
    def idle(self) -> bool:
        """True when nobody is here or on the way, and nothing waits to be told."""
        return not self.members and not self.coming and not self.stirred.is_set()

    async def follow(self) -> None:
        """Serve this board until cancelled."""
        while True:
            await self.stirred.wait()
            self.stirred.clear()
            began = time.monotonic()
            try:
                await self._step()
            except Exception:
                metrics.FOLLOW_FAILURES.inc()
                self.stirred.set()
                await asyncio.sleep(1)
                continue
            metrics.FAN_OUT.observe(time.monotonic() - began)
            await asyncio.sleep(max(TICK, 2 * (time.monotonic() - began)))

    async def _step(self) -> None:
        async with self._database.snapshot() as session:
            at, events = await read_since(session, self.board_id, self.at.seq)
            renewed = at.epoch != self.at.epoch or events is None
            kinds = set(events or ())
            frames, states = await self._drawn(session, at, kinds, renewed=renewed)
        before, moved = self.at, at != self.at
        self.at = at
        self._frames.clear()
        for audience, members in list(self.members.items()):
            news = []
            if moved:  # an audience that came while we were reading is brought along like a newcomer
                news.append(frames.get(audience) or await self.catch_up(audience, before, at))
            if audience in states and states[audience] != self._states.get(audience):
                self._states[audience] = states[audience]
                news.append(states[audience])
            await self._send(list(members), news)

    async def _drawn(
        self, session: AsyncSession, at: Position, kinds: set[type[EventBase]], *, renewed: bool
    ) -> tuple[dict[Audience, str], dict[Audience, str]]:
        """What each audience is to get: numbered frames (when the board moved) and states."""
        frames: dict[Audience, str] = {}
        states: dict[Audience, str] = {}
        seen: dict[tuple[str, str], Any] = {}
        self.busy = False
        for audience in list(self.members):
            try:
                view, state = await look(session, audience, seen)
            except NotFound:
                continue
            self.busy = self.busy or bool(getattr(state, "busy", False))
            if renewed:
                frames[audience] = whole(audience, at, view, state)
            elif at != self.at:
                content = draw(audience, PAGES[audience.page].touched(kinds), view, state)
                frames[audience] = numbered(self.at.seq, at, content)
            if told := unnumbered(audience, view, state):
                states[audience] = told
        return frames, states

    async def _send(self, members: list[Member], news: list[str]) -> None:
        for number, member in enumerate(members if news else ()):
            for text in news:
                if not member.offer(text):
                    self.drop(member, 1013)
                    break
            else:
                metrics.DELIVERIES.inc(len(news))
            if number % BREATH == BREATH - 1:
                await asyncio.sleep(0)

    async def admit(self, member: Member, at: Position) -> None:
        """Bring a new member to where the board is, then let them follow. Never silence: the least is a state."""
        sent = Position("", -2)
        while sent != self.at:
            sent = self.at
            if at != sent:
                member.offer(await self.catch_up(member.audience, at, sent))
            at = sent
        self.members[member.audience].add(member)
        if state := await self.state_of(member.audience):
            member.offer(state)

    async def catch_up(self, audience: Audience, since: Position, until: Position) -> str:
        """The frame that takes a page from `since` to the present; made once for all who come from there."""
        key = (audience, str(since))
        if key not in self._frames:
            async with self._database.snapshot() as session:
                at, events = await read_since(session, self.board_id, since.seq)
                view, state = await look(session, audience, {})
            if since.epoch != at.epoch or events is None or at != until:
                frame = whole(audience, at, view, state)
            else:
                kinds = set(events)
                frame = numbered(since.seq, at, draw(audience, PAGES[audience.page].touched(kinds), view, state))
            if at != self.at:
                return frame
            self._frames[key] = frame
        return self._frames[key]

    async def state_of(self, audience: Audience) -> str | None:
        """The audience's state as last told, read anew when nobody has been told yet."""
        if audience not in self._states:
            async with self._database.snapshot() as session:
                view, state = await look(session, audience, {})
            if told := unnumbered(audience, view, state):
                self._states[audience] = told
        return self._states.get(audience)

    def drop(self, member: Member, code: int) -> None:
        """Let a member go; 1013 tells a slow page to come back and catch up."""
        self.forget(member)
        metrics.DROPPED.labels(str(code)).inc()
        member.close(code)

    def forget(self, member: Member) -> None:
        """Stop serving a member that has left."""
        members = self.members.get(member.audience)
        if members is not None:
            members.discard(member)
            if not members:
                del self.members[member.audience]
                self._states.pop(member.audience, None)


async def look(session: AsyncSession, audience: Audience, seen: dict[tuple[str, str], Any]) -> tuple[Any, Any]:
    """What an audience's page shows, read once for all audiences that show the same. Raises NotFound."""
    page = PAGES[audience.page]
    key = (page.load.__qualname__, audience.subject)
    if key not in seen:
        view = await page.load(session, audience.subject)
        seen[key] = view, await page.load_state(session, view)
    found: tuple[Any, Any] = seen[key]
    return found


async def read_since(session: AsyncSession, board_id: int, seq: int) -> tuple[Position, list[type[EventBase]] | None]:
    """Where the board is, and the kinds of its events after `seq`; None when they do not lead from there to here."""
    board = (await session.execute(select(Board.epoch, Board.seq).where(Board.id == board_id))).one_or_none()
    if board is None:
        raise NotFound
    at = Position(board[0], board[1])
    if not 0 <= at.seq - seq <= CATCH_UP_MOST or seq < 0:
        return at, None
    if at.seq == seq:
        return at, []
    query = select(Event.kind).where(Event.board_id == board_id, col(Event.seq) > seq).order_by(col(Event.seq))
    kinds = (await session.execute(query)).scalars().all()
    if len(kinds) != at.seq - seq or any(kind not in EventBase.KINDS for kind in kinds):
        return at, None
    return at, [EventBase.KINDS[kind] for kind in kinds]
