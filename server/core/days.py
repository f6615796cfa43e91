"""Days as Danes count them: a moment belongs to its date in Danish time."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from holidays import OPTIONAL, PUBLIC, HolidayBase, country_holidays

DENMARK = ZoneInfo("Europe/Copenhagen")
ASCENSION = "Kristi himmelfartsdag"
"""By agreement offices are closed on the day after it too."""
DAY = {"da": "d. MMMM y", "en": "d MMMM y"}
CLOCK = {"da": "HH.mm", "en": "HH:mm"}
"""How a date and a time are written in each language."""


def danish_day(moment: datetime) -> date:
    """The date of a moment in Danish time."""
    return moment.astimezone(DENMARK).date()


def day_words(moment: date | datetime, language: str) -> str:
    """A date as people write it: "21. november 2026"; a moment is taken in Danish time."""
    day = danish_day(moment) if isinstance(moment, datetime) else moment
    return format_date(day, DAY[language], locale=language)


def weekday_words(moment: datetime | date, language: str) -> str:
    """The same, after the day of the week: "lørdag 21. november 2026"."""
    day = danish_day(moment) if isinstance(moment, datetime) else moment
    return format_date(day, f"EEEE {DAY[language]}", locale=language)


def clock_words(moment: datetime, language: str) -> str:
    """A time of day in Danish time: "19.00"."""
    return format_datetime(moment, CLOCK[language], tzinfo=DENMARK, locale=language)


def end_of(day: date) -> datetime:
    """The last second of a date in Danish time."""
    return datetime.combine(day, time(23, 59, 59), DENMARK)


def days_since(moment: datetime, now: datetime) -> int:
    """How many Danish midnights lie between `moment` and `now`."""
    return (danish_day(now) - danish_day(moment)).days


def working_day(day: date) -> date:
    """The date itself, or else the next one on which offices in Denmark are open."""
    while day.weekday() >= 5 or _is_holiday(day):
        day += timedelta(days=1)
    return day


def last_working_day(day: date) -> date:
    """The date itself, or else the last one before it on which offices in Denmark are open."""
    while working_day(day) != day:
        day -= timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month if it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _is_holiday(day: date) -> bool:
    whole, half = _holidays()
    if day in whole or (day in half and (day.month, day.day) != (5, 1)):
        return True
    return ASCENSION in whole.get(day - timedelta(days=1), "")


@cache
def _holidays() -> tuple[HolidayBase, HolidayBase]:
    """Denmark's holidays, and those that are half ones: 5 June and 24 and 31 December, when offices are closed; and
    1 May, when they are open. Read when first asked for: with Denmark's, those of 200 other countries are loaded."""
    return country_holidays("DK", categories=PUBLIC, language="da"), country_holidays("DK", categories=OPTIONAL)
