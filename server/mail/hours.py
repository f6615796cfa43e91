"""When we may send someone a mail they did not ask for just now: during Danish office hours."""

from datetime import datetime, time, timedelta

from server.core.days import DENMARK, working_day

FIRST, LAST = time(8), time(20)
GATHER = timedelta(minutes=10)
"""How long before offices open the jobs run that write to people then."""


def is_open(moment: datetime) -> bool:
    """Whether `moment` (timezone-aware) falls between 8:00 and 20:00 on a Danish working day."""
    local = moment.astimezone(DENMARK)
    return local.date() == working_day(local.date()) and FIRST <= local.time() < LAST


def next_open(moment: datetime) -> datetime:
    """`moment` itself if it falls within open hours, else the next opening; timezone-aware in and out. Counts calendar
    days rather than 24-hour periods, so that 8:00 stays 8:00 across a change to or from summer time."""
    if is_open(moment):
        return moment
    local = moment.astimezone(DENMARK)
    day = local.date() if local.time() < FIRST else local.date() + timedelta(days=1)
    return datetime.combine(working_day(day), FIRST, tzinfo=DENMARK).astimezone(moment.tzinfo)


def before_open(moment: datetime) -> datetime:
    """When a job is to run that writes to people at `moment`, or when offices next open: a little before they do, so
    that all letters of the morning wait together and each reader gets one. `moment` itself while they are open."""
    at = next_open(moment)
    return at - GATHER if at.astimezone(DENMARK).time() == FIRST else at
