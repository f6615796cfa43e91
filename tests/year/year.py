"""The year: a server, a worker, a mail server and a clock that stops where something is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from server.core import clock as now_of
from server.core import jobs
from server.core.doorbell import Doorbell
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Staff, link_in
from tests.support.smtp import Letter, MailSink
from tests.support.waiting import until

NEXT = (
    """SELECT min(due_at) FROM job WHERE state = 'due' AND kind NOT LIKE 'every:%' AND due_at > $1 AND due_at <= $2"""
)
LEFT = "SELECT string_agg(kind || ' ' || coalesce(last_error, ''), ', ') FROM job WHERE state = 'due' AND due_at <= $1"
PUT_BACK = (
    """SELECT min(due_at) FROM job WHERE state = 'due' AND last_error <> 'Closed' AND due_at > $1 AND due_at <= $2"""
)
SOON = timedelta(minutes=2)
PATIENCE = 60.0
"""Seconds of real time: more than a lease, after which a job is taken up again that a slow worker lost."""
SEVERAL = "Der er sket mere på én gang:"
DEAD = "SELECT string_agg(kind || ' ' || coalesce(last_error, ''), ', ') FROM job WHERE state = 'dead'"


@dataclass
class Year:
    """Moves the clock from one due job to the next, as days pass, and reads every mail."""

    cast: Cast
    clock: Clock
    sink: MailSink
    doorbell: Doorbell
    read: int = 0
    """How many letters the story has spoken of so far."""

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return now_of.now()

    async def ask(self, query: str, *values: object) -> object:
        """The one value that a query gives."""
        return (await rows(self.cast.database.url, query, *values))[0][0]

    async def at(self, moment: datetime) -> None:
        """Stand at `moment`, when everything that is due by then has been done, each at its time. What people did just
        now comes first: a worker that only then gets to it would do it days late."""
        await self.settle()
        while (due := await self._next(moment)) is not None:
            self.clock.stop(due)
            await self.settle()
        self.clock.stop(max(moment, self.now))
        await self.settle()

    async def _next(self, until: datetime) -> datetime | None:
        """The next time at which there is something to do: a job, or the hour of the weekly letter."""
        friday = self.now + timedelta(days=(4 - self.now.weekday()) % 7)
        friday = friday.replace(hour=8, minute=30, second=0, microsecond=0)
        if friday <= self.now:
            friday += timedelta(days=7)
        due = await self.ask(NEXT, self.now, until)
        assert due is None or isinstance(due, datetime)
        return min(filter(None, (due, friday if friday <= until else None)), default=None)

    async def later(self, **by: float) -> None:
        """The same, `by` so much from now."""
        await self.at(self.now + timedelta(**by))

    async def settle(self) -> None:
        """Wait until nothing is due now. What could not be done, as when a slow machine lets the mail server answer too
        late, was put back for moments that would never come while the clock stands: it goes on to them. AssertionError
        when something was given up."""
        await self._done()
        while isinstance(again := await self.ask(PUT_BACK, self.now, self.now + SOON), datetime):
            self.clock.stop(again)
            await self._done()

    async def _done(self) -> None:
        await jobs.ring(self.doorbell)

        async def done() -> bool:
            return await self.ask(LEFT, self.now) is None

        try:
            await until(done, seconds=PATIENCE, what="all that is due to be done")
        except AssertionError as error:
            raise AssertionError(f"{error}: {await self.ask(LEFT, self.now)}") from None
        assert await self.ask(DEAD) is None, await self.ask(DEAD)

    def letters(self) -> list[Letter]:
        """The letters that came since this was last asked."""
        fresh, self.read = self.sink.letters[self.read :], len(self.sink.letters)
        return fresh

    async def got(self, *expected: tuple[str, str]) -> dict[str, Letter]:
        """Assert that these came since and nothing else: (recipient, the beginning of the subject).
        By recipient; where one got several, the one that is expected last.

        Two pieces of news within moments may be one letter, under the subject of the newer, or two, as the worker gets
        to it; that is not asked here."""
        await self.settle()
        fresh = self.letters()
        told = sorted({(letter.recipients[0], _subject(letter)) for letter in fresh})
        found = {each: _telling(fresh, *each) for each in expected}
        foreign = [each for each in told if not any(each[0] == mail and each[1].startswith(w) for mail, w in expected)]
        matches = None not in found.values() and not foreign
        wanted = sorted(set(expected))
        assert matches, f"at {self.now:%Y-%m-%d %H:%M} came\n{_lines(told)}\nand was expected\n{_lines(wanted)}"
        return {mail: letter for (mail, _), letter in found.items() if letter is not None}


def _subject(letter: Letter) -> str:
    return str(letter.message["Subject"])


def _telling(letters: list[Letter], mail: str, begins: str) -> Letter | None:
    """The letter of that subject, or else one that tells several things."""
    to = [letter for letter in letters if letter.recipients[0] == mail]
    own = (letter for letter in to if _subject(letter).startswith(begins))
    return next(own, next((letter for letter in to if SEVERAL in letter.text), None))


def _lines(told: list[tuple[str, str]]) -> str:
    return "\n".join(f"  {mail}: {subject}" for mail, subject in told) or "  nothing"


def path_in(letter: Letter, path: str) -> str:
    """The first link to `path` in a letter, without the host."""
    return urlsplit(link_in(letter.text, path)).path


async def sign_in(year: Year, person: Staff, mail: str) -> None:
    """By a mailed link, as people do after their session has run out."""
    await person.post("/login", {"mail": mail})
    letters = await year.got((mail, "Dit link"))
    await person.sign_in(link_in(letters[mail].text))
