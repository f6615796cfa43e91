"""Which promise about an idea is broken, if any: the only thing on the board that is red."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from schemas.flow import Status
from server.days import danish_day

STALE_AFTER = timedelta(days=30)
"""Without news so long, work that is in progress is told to stand still."""
WITH_STEP = frozenset({Status.PRIORITISED, Status.AGREED, Status.TRIAL, Status.IN_PROGRESS})


class Broken(StrEnum):
    ANSWER = "answer"
    TRIAL = "trial"
    HOLD = "hold"
    STEP = "step"
    STALE = "stale"


@dataclass(frozen=True)
class Promised:
    """What an idea was promised by when, as its tables say; what was not promised is None."""

    status: Status
    answer_by: datetime | None = None
    until: date | None = None
    """The end of a trial, or the day on which one that waits is looked at again."""
    step: date | None = None
    """The day of the next step."""
    news: datetime | None = None
    """When somebody last told something about it."""


def broken(promised: Promised, now: datetime) -> Broken | None:
    """The promise that is broken, the weightiest of them; None while all of them hold."""
    today, status = danish_day(now), promised.status
    if status is Status.REVIEW:
        return Broken.ANSWER if promised.answer_by is not None and promised.answer_by < now else None
    if status is Status.TRIAL and promised.until is not None and promised.until < today:
        return Broken.TRIAL
    if status is Status.ON_HOLD:
        return Broken.HOLD if promised.until is not None and promised.until < today else None
    if status in WITH_STEP and promised.step is not None and promised.step < today:
        return Broken.STEP
    if status is Status.IN_PROGRESS and promised.news is not None and now - promised.news > STALE_AFTER:
        return Broken.STALE
    return None
