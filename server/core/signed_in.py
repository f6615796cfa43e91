"""How long staff stay signed in: so many hours without doing anything, and so many days in all (settings).

When that is over the browser is a stranger's, but keeps how it reads and a member's seats: a ward tablet that somebody
once signed in on goes on as before. A meeting is never cut short: while one is under way, staff who have a page of its
board open are using it, whatever their hands do.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from schemas.session import BrowserSession
from server.core import clock
from server.core.database import Database
from server.core.errors import Away
from server.core.settings import Settings
from server.core.told_to_end import end_if_told

COARSE = timedelta(minutes=5)
"""Last use is written at most this often for one browser: nobody needs it finer, and it is a write."""
TICK = 1.0
"""Seconds between looks whether anything is to be written."""
MEETING = timedelta(minutes=30)
"""How long one look at a meeting that is under way lasts: several of them, in case a server is away."""
UNTIL = "coalesce(browser.signed_in_until, browser.created_at + interval '30 days')"
"""When the person of a `browser` is signed out. The version before wrote no such time."""
STILL = f"{UNTIL} > {{now}}::timestamptz"
"""Whether they are still signed in; `{now}` is an expression for the time."""
PERSONS = """
UPDATE person SET used_at = $1::timestamptz WHERE id IN (
    SELECT id FROM person WHERE id IN (SELECT person_id FROM browser_session WHERE id = ANY ($2::bigint[]))
    AND (used_at IS NULL OR used_at < $1::timestamptz - interval '1 hour') FOR UPDATE SKIP LOCKED
)
"""
USED = f"""
UPDATE browser_session AS browser SET used_at = $1, signed_in_until = greatest(
    least($1 + $2::interval, coalesce(browser.signed_in_at, browser.created_at) + $3::interval),
    CASE WHEN held.meets THEN $1 + $4::interval END
) FROM (
    SELECT mine.id, bool_or(mine.meets) AS meets FROM (
        SELECT id, false AS meets FROM unnest($5::bigint[]) AS id
        UNION ALL SELECT open.id, true FROM unnest($6::bigint[], $7::bigint[]) AS open (id, board_id) WHERE EXISTS (
            SELECT FROM meeting WHERE meeting.board_id = open.board_id AND meeting.ended_at IS NULL
            AND (NOT meeting.in_lobby OR meeting.phase_no > 1 OR meeting.starts_at <= $1)
        )
    ) AS mine GROUP BY mine.id
) AS held WHERE browser.id = held.id AND browser.id IN (
    SELECT id FROM browser_session WHERE id = ANY ($5 || $6) FOR UPDATE SKIP LOCKED
) AND browser.person_id IS NOT NULL AND {STILL.format(now="$1")}
"""  # noqa: S608 - all of it is written here
"""Nobody who was signed out already comes back by this, and nobody waits for it: what somebody holds is left for the
next time."""

log = structlog.get_logger(__name__)
Open = tuple[int, int]
"""The ids of a browser session and of the board of which it has a page open."""


def limits(settings: Settings) -> tuple[timedelta, timedelta]:
    """How long somebody stays signed in who does nothing, and in all."""
    return timedelta(hours=settings.staff_idle_hours), timedelta(days=settings.staff_days)


def sign_in(browser: BrowserSession, settings: Settings, device: str, now: datetime) -> None:
    """Note on a new session that its person signs in now, on such a device."""
    browser.device, browser.signed_in_at, browser.used_at = device, now, now
    browser.signed_in_until = now + min(limits(settings))


def is_over(browser: BrowserSession, now: datetime) -> bool:
    """Whether somebody was signed in here and no longer is; the same as not STILL."""
    until = browser.signed_in_until or browser.created_at + timedelta(days=30)
    return browser.person_id is not None and until <= now


class LastUse:
    """One per server. Requests only note who did something; this writes it down, many at once, beside them."""

    def __init__(self, database: Database, settings: Settings, staff_pages: Callable[[], Iterable[Open]]) -> None:
        """`staff_pages()`: what staff have open now, on this server."""
        self._database, self._limits, self._staff_pages = database, limits(settings), staff_pages
        self._noted: set[int] = set()
        self._looked: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def note(self, browser: BrowserSession) -> None:
        """Somebody who is signed in did something. Never waits."""
        if browser.used_at is None or clock.now() - browser.used_at >= COARSE:
            self._noted.add(browser.id)

    async def start(self) -> None:
        """Start writing, in a task of its own, since the database may be slow."""
        self._task = asyncio.create_task(self._write_forever(), name="last use")

    async def stop(self) -> None:
        """Write what is left, and end."""
        if self._task is not None:
            self._task.cancel()
        await self._try()

    async def write(self) -> None:
        """Write who has been noted, and every COARSE who has a meeting open. Raises Away; then nothing is forgotten."""
        now, noted, pages = clock.now(), set(self._noted), list[Open]()
        looks = self._looked is None or not timedelta(0) <= now - self._looked < COARSE
        if looks:
            pages = list(self._staff_pages())
        if noted or pages:
            lists = ([page[0] for page in pages], [page[1] for page in pages])
            async with self._database.bare() as connection:
                await connection.execute(USED, now, *self._limits, MEETING, sorted(noted), *lists)
            async with self._database.bare() as connection:
                await connection.execute(PERSONS, now, sorted(noted))
        self._noted -= noted
        self._looked = now if looks else self._looked

    async def _write_forever(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            await self._try()
            end_if_told()

    async def _try(self) -> None:
        """Write; what fails is tried again at the next look."""
        try:
            await self.write()
        except Away:
            pass  # requests say what is wrong with the database
        except Exception as error:
            log.error("last use not written", error=type(error).__name__)
