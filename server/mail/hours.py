"""When a person may be written to without having asked: by day, when offices in Denmark are open."""

from datetime import datetime, time, timedelta

from server.core.days import DENMARK, working_day

FIRST, LAST = time(8), time(20)


def is_open(moment: datetime) -> bool:
    """Whether `moment` (aware) lies from 8 to 20 on a Danish working day."""
    here = moment.astimezone(DENMARK)
    return here.date() == working_day(here.date()) and FIRST <= here.time() < LAST


def next_open(moment: datetime) -> datetime:
    """`moment` (aware) itself when it lies in open hours, else the next opening. Days are counted on the calendar, so
    that 8 o'clock is 8 o'clock on both sides of a change to summer or winter time."""
    if is_open(moment):
        return moment
    here = moment.astimezone(DENMARK)
    day = here.date() if here.time() < FIRST else here.date() + timedelta(days=1)
    return datetime.combine(working_day(day), FIRST, tzinfo=DENMARK).astimezone(moment.tzinfo)
