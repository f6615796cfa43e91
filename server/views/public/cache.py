"""Keeps the open pages of one process, as bytes, for as long as they hold.

Whether they hold is asked of the database: the versions of all open boards in one statement, at most once a second,
and only when somebody reads. The doorbell makes it sooner. So what is taken off is gone from every server within a
second, whether Redis is there or not. Without the database, what was confirmed in the last minute still holds, and
nothing else.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from server.core import clock
from server.core.database import Database
from server.core.errors import Away, Gone, NotFound, Problem
from server.views.public.content import OpenBoard, Words, load_open_board
from server.views.public.listing import Listed, Version, load_listed, load_versions
from server.views.public.refusals import refusal
from server.views.public.spots import key_of
from server.views.public.turn import Turn
from server.web.kept import Kept

EVERY, SOONER = 1.0, 0.1
"""Seconds between two questions for the versions; and where a board of these has rung."""
PATIENCE = 2.0
"""Seconds to wait for the answer; then the database counts as away."""
OLDEST = timedelta(seconds=60)
"""How long a page holds at the same version, since names and dates are no part of it; and how long what was confirmed
holds without the database."""
PAGES_MOST, BYTES_MOST, ONE_MOST = 2_000, 48_000_000, 4_000_000
"""Pages that are kept, their bytes together, and the bytes of one."""
WORDS_MOST = 8_000_000
"""Characters of the boards that are kept as values; the newest is kept in any case."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is kept."""

    kept: Kept
    slug: str
    """Whose it is; "" for pages about all boards."""
    version: object
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class Loaded:
    """A board as values."""

    content: OpenBoard
    version: object
    loaded_at: datetime
    weight: int


class OpenPages:
    """The open pages of one process. `answers()` is whether the database did a moment ago."""

    def __init__(self, database: Database, answers: Callable[[], bool] = lambda: True) -> None:
        self._database, self.answers = database, answers
        self._known: Mapping[str, Version] = {}
        self._boards_open: frozenset[int] = frozenset()
        self._confirmed_at: datetime | None = None
        self._moved = 0
        """How often any of the versions has changed: the version of what is about all boards."""
        self._asked_at = 0.0
        self._question: asyncio.Task[None] | None = None
        self._failed = self._rung = False
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._boards: OrderedDict[str, Loaded] = OrderedDict()
        self._listed: tuple[Sequence[Listed], object, datetime] | None = None
        self._loading, self.turn = asyncio.Lock(), Turn()
        self._drawing: dict[str, asyncio.Future[None]] = {}

    def hear(self, board_id: int, _: int) -> None:
        """A board has moved. Neither waits nor raises."""
        self._rung = self._rung or board_id in self._boards_open

    async def kept(self, request: HTTPConnection) -> Kept | None:
        """The answer to a request, if it is kept and still holds. While it is being drawn, that is waited for. Raises
        Away."""
        key = key_of(request.scope)
        if key is None:
            return None
        await self._confirm()
        if self._at_hand(key) is None and (being := self._drawing.get(key)) is not None:
            await asyncio.wait({being}, timeout=PATIENCE)
        found = self._at_hand(key)
        return None if found is None else found.kept

    def at_hand(self, key: str) -> Kept | None:
        """What is kept under a key and holds, if that is known without asking anybody."""
        if key not in self._pages or self._question is not None or self._confirmed_at is None:
            return None
        now = clock.now()
        if now - self._confirmed_at > OLDEST or self._is_due(time.monotonic() - self._asked_at, recent=True):
            return None
        found = self._at_hand(key, now)
        return None if found is None else found.kept

    def refused(self, request: Request, problem: Problem) -> Response:
        """A problem as a page for strangers."""
        return refusal(request.scope["path"], problem)

    async def answer(self, key: str, slug: str, draw: Callable[[], Awaitable[Kept]]) -> Kept:
        """What is kept under the key, or else what is drawn now, and kept. Raises what drawing raises; but if that is
        Away, a page of this version that is older holds too."""
        await self._confirm()
        if slug:
            await self._opened(slug)
        version = self._version(slug)
        if (found := self._at_hand(key)) is not None:
            return found.kept
        begun = self._drawing[key] = asyncio.get_running_loop().create_future()
        try:
            kept = await draw()
        except Away:
            older = self._pages.get(key)
            if older is None or older.version != version:
                raise
            return older.kept
        finally:
            if self._drawing.get(key) is begun:
                del self._drawing[key]
            begun.set_result(None)
        self._keep(key, Page(kept, slug, version, clock.now()))
        return kept

    async def board(self, slug: str) -> OpenBoard:
        """A board's content, loaded once for each version. Raises NotFound, Gone and Away."""
        await self._confirm()
        known = await self._opened(slug)
        found = self._loaded(slug, known)
        if found is None:
            async with self._loading:
                found = self._loaded(slug, known) or await self._load(slug, known)
        return found.content

    async def listed(self) -> Sequence[Listed]:
        """All open boards, loaded once for each version of any. Raises Away."""
        await self._confirm()
        version, now = self._version(""), clock.now()
        async with self._loading:
            if self._listed is None or self._listed[1] != version or now - self._listed[2] > OLDEST:
                self._listed = (await load_listed(self._database), version, now)
            return self._listed[0]

    async def _opened(self, slug: str) -> Version:
        """The version of a board that is open. One that was not a moment ago is asked for by itself: whoever opens it
        may look at it at once. Raises NotFound, Gone and Away."""
        known = self._known.get(slug)
        if known is None or not known.open:
            known = (await load_versions(self._database, slug)).get(slug)
            if known is None:
                raise NotFound
            if not known.open:
                raise Gone
            self._know({**self._known, slug: known})
        return known

    def _loaded(self, slug: str, version: Version) -> Loaded | None:
        found = self._boards.get(slug)
        holds = found is not None and found.version == version and clock.now() - found.loaded_at <= OLDEST
        return found if holds else None

    async def _load(self, slug: str, version: Version) -> Loaded:
        """What is loaded is at this version or a later one, and is loaded again once that is known."""
        at = clock.now()
        async with self._database.snapshot() as session:
            content = await load_open_board(session, slug)
        loaded = self._boards[slug] = Loaded(content, version, at, _weight(content))
        self._boards.move_to_end(slug)
        while len(self._boards) > 1 and sum(each.weight for each in self._boards.values()) > WORDS_MOST:
            self._boards.popitem(last=False)
        return loaded

    def board_id(self, slug: str) -> int:
        """The id of a board that is known."""
        return self._known[slug].board_id

    def _version(self, slug: str) -> object:
        return self._known.get(slug) if slug else self._moved

    def _at_hand(self, key: str, now: datetime | None = None) -> Page | None:
        found = self._pages.get(key)
        if (
            found is None
            or (now or clock.now()) - found.drawn_at > OLDEST
            or found.version != self._version(found.slug)
        ):
            return None
        self._pages.move_to_end(key)
        return found

    def _keep(self, key: str, page: Page) -> None:
        self._drop(key)
        if page.kept.size > ONE_MOST:
            return
        self._pages[key] = page
        self._bytes += page.kept.size
        while len(self._pages) > PAGES_MOST or self._bytes > BYTES_MOST:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: str) -> None:
        if (gone := self._pages.pop(key, None)) is not None:
            self._bytes -= gone.kept.size

    async def _confirm(self) -> None:
        """Know the versions as they were a moment ago, or without the database within OLDEST. Raises Away."""
        since = time.monotonic() - self._asked_at
        if self._question is None and not self._is_due(since):
            self._hold()
            return
        if self._question is None:
            self._asked_at, since, self._rung = time.monotonic(), 0.0, False
            self._question = asyncio.create_task(self._ask(), name="open versions")
        question = self._question
        if since < PATIENCE:
            await asyncio.wait({question}, timeout=PATIENCE - since)
        if question.done():
            with suppress(Away):
                question.result()
        self._hold()

    def _is_due(self, since: float, *, recent: bool = False) -> bool:
        """Whether to ask, so many seconds after the last time; not while the database is known to be away. `recent` is
        whether it is known that something was confirmed lately."""
        waits = SOONER if self._rung and not self._failed else EVERY
        return self.answers() and (since >= waits or not (recent or self._failed or self._is_recent()))

    def _is_recent(self) -> bool:
        return self._confirmed_at is not None and clock.now() - self._confirmed_at <= OLDEST

    def _hold(self) -> None:
        """What was confirmed holds, if that was not long ago. Raises Away."""
        if not self._is_recent():
            raise Away

    async def _ask(self) -> None:
        at = clock.now()
        try:
            known = await load_versions(self._database)
            self._failed = False
        except BaseException:
            self._failed = True
            raise
        finally:
            self._question = None
        self._know(known)
        self._confirmed_at = at

    def _know(self, known: Mapping[str, Version]) -> None:
        before, self._known = self._known, known
        if known != before:
            self._moved += 1
            self._boards_open = frozenset(version.board_id for version in known.values())
            self._forget({slug for slug, version in before.items() if known.get(slug) != version})

    def _forget(self, moved: set[str]) -> None:
        """What has changed is not kept a moment longer than it holds: somebody may have taken their words back."""
        for key in [key for key, page in self._pages.items() if page.slug in moved or not page.slug]:
            self._drop(key)
        for slug in moved:
            self._boards.pop(slug, None)


def _weight(content: OpenBoard) -> int:
    """About how many characters people have written in it."""

    def of(words: Words) -> int:
        return len(words.title) + len(words.text)

    said = sum(of(idea.words) + sum(map(of, idea.also)) + 300 for idea in content.ideas)
    return said + sum(len(line.words) + 200 for idea in content.ideas for line in idea.lines)
