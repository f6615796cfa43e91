"""What was promised about an idea by when, what comes next, and what is late: the one rule, in Python and in SQL.

FLOW says which promises hold in each status. A promise has a last moment, and is broken once that has passed. A day
lasts until its last moment in Danish time. For many rows at once there is the same rule in SQL, and
tests/schemas/test_promises.py holds the two together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from schemas.flow import FLOW, Status
from schemas.stages import Promise

STALE_AFTER = timedelta(days=30)
"""Work in progress that has had no news for this long is said to stand still."""
DENMARK = ZoneInfo("Europe/Copenhagen")
LEAST = timedelta(microseconds=1)


@dataclass(frozen=True)
class Promised:
    """What was promised about an idea, read from its tables; None for what was not promised."""

    status: Status
    answer_by: datetime | None = None
    until: date | None = None
    """The day given with its present status: when the trial ends, or when an idea on hold is looked at again."""
    step: date | None = None
    """The day of the next step."""
    news: datetime | None = None
    """When there was last news of it."""


@dataclass(frozen=True)
class Broken:
    """A promise that was not kept, and its last moment."""

    promise: Promise
    at: datetime

    @property
    def day(self) -> date:
        """The day it was promised for, in Danish time."""
        return self.at.astimezone(DENMARK).date()


class Dated(Protocol):
    """A step, or any row with these columns of one."""

    @property
    def id(self) -> int | None: ...
    @property
    def day(self) -> date: ...
    @property
    def done_at(self) -> datetime | None: ...


Taken = TypeVar("Taken", bound=Dated)


def in_order(steps: Iterable[Taken]) -> list[Taken]:
    """The steps that remain to be taken, by day and then by id: the first is the next step."""
    return sorted((step for step in steps if step.done_at is None), key=lambda step: (step.day, step.id or 0))


def next_step(steps: Iterable[Taken]) -> Taken | None:
    """The first of the steps that remain; None when there is none."""
    return next(iter(in_order(steps)), None)


def last_moment(day: date) -> datetime:
    """The last moment, in Danish time, at which something promised for `day` is not late."""
    return datetime.combine(day + timedelta(days=1), time(), DENMARK) - LEAST


def late(day: date, now: datetime) -> bool:
    """Whether `day` has passed at `now`."""
    return last_moment(day) < now


LAST: dict[Promise, Callable[[Promised], datetime | None]] = {
    Promise.ANSWER: lambda it: it.answer_by,
    Promise.REPLY: lambda it: it.answer_by,
    Promise.TRIAL: lambda it: last_moment(it.until) if it.until else None,
    Promise.HOLD: lambda it: last_moment(it.until) if it.until else None,
    Promise.STEP: lambda it: last_moment(it.step) if it.step else None,
    Promise.STALE: lambda it: it.news + STALE_AFTER if it.news else None,
}
"""The last moment of each, of what was promised; LAST_SQL says the same of a row."""


def due(promised: Promised) -> dict[Promise, datetime]:
    """The last moment of each promise that holds now, the weightiest first."""
    under = FLOW[promised.status].promises
    return {promise: at for promise in Promise if promise in under and (at := LAST[promise](promised)) is not None}


def all_broken(promised: Promised, now: datetime) -> tuple[Broken, ...]:
    """The promises that are broken at `now`, the weightiest first."""
    return tuple(Broken(promise, at) for promise, at in due(promised).items() if at < now)


def broken(promised: Promised, now: datetime) -> Broken | None:
    """The weightiest broken promise; None while all are kept."""
    return next(iter(all_broken(promised, now)), None)


def _last_moment_sql(day: str) -> str:
    return f"CAST({day} + 1 AS timestamp) AT TIME ZONE '{DENMARK.key}' - interval '1 microsecond'"


NEXT_STEP_SQL = "(SELECT min(step.day) FROM step WHERE step.idea_id = idea.id AND step.done_at IS NULL)"
UNTIL_SQL = """(SELECT line.day FROM status_change AS line WHERE line.idea_id = idea.id AND line.status = idea.status
    AND line.day IS NOT NULL ORDER BY line.id DESC LIMIT 1)"""
NEWS_SQL = "greatest(idea.status_at, (SELECT max(moment.at) FROM moment WHERE moment.idea_id = idea.id))"
LAST_SQL = {
    Promise.ANSWER: "idea.answer_by",
    Promise.REPLY: "idea.answer_by",
    Promise.TRIAL: _last_moment_sql(UNTIL_SQL),
    Promise.HOLD: _last_moment_sql(UNTIL_SQL),
    Promise.STEP: _last_moment_sql(NEXT_STEP_SQL),
    Promise.STALE: f"{NEWS_SQL} + make_interval(hours => {STALE_AFTER // timedelta(hours=1)})",
}
"""The last moment of each promise, as SQL over a row `idea`."""


def promising(promise: Promise) -> tuple[Status, ...]:
    """The statuses in which `promise` holds."""
    return tuple(status for status, rule in FLOW.items() if promise in rule.promises)


def _if_promised(promise: Promise, last: str) -> str:
    words = ", ".join(f"'{status.value}'" for status in promising(promise))
    return f"CASE WHEN idea.status IN ({words}) THEN {last} END"


DUE_SQL = f"least({', '.join(_if_promised(promise, last) for promise, last in LAST_SQL.items())})"
"""The earliest of them, as SQL over a row `idea`: NULL where nothing is promised, and a promise is broken once it has
passed."""
