"""Dates and times as people type them in browsers without a date picker: one parser for every form."""

import re
from datetime import UTC, date, datetime, time

from server.core.days import DENMARK
from server.core.errors import N_

NO_DAY = N_("Skriv en dato, for eksempel 24.12.2026.")
NO_TIME = N_("Skriv et klokkeslæt, for eksempel 19.00.")
SKIPPED = N_("Det klokkeslæt findes ikke den dag: uret stilles frem.")
YEARS = range(2000, 2200)
"""Other years are typos, and some of them overflow date arithmetic."""
MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec"
_MONTHS = {name: number for number, name in enumerate(MONTHS.split(), 1)} | {"may": 5, "oct": 10}
_WEEKDAYS = "man|tirs|ons|tors|fre|lør|søn|mon|tues|wednes|thurs|fri|satur|sun"
_BEFORE = re.compile(rf"^(?:(?:{_WEEKDAYS})da[gy],? )?(?:den |d\. ?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})(?:[./-] ?| )(\d{1,2})(?:(?:[./-] ?| )(\d{4}|\d{2})|\.)?")
_WORDS = re.compile(r"(\d{1,2})(?:\.|th|st|nd|rd)? ?([a-z]{3})[a-z]*\.?,?(?: (\d{4}))?")
_TIME = re.compile(r"(?:kl(?:\.|okken)? ?)?(\d{1,2})(?:[.: ]?(\d{2})(?::\d{2})?)?")


def read_day(typed: str, today: date) -> date | None:
    """A date as a browser sends it (2026-12-24) or as people write it: 24.12.2026, 24/12-26, "torsdag d. 24. december".
    Without a year it is the next such day from `today` on. None if it is not a date."""
    text = _BEFORE.sub("", " ".join(typed.lower().split()))
    if found := _ISO.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _DANISH.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3] or 0)
    elif (found := _WORDS.fullmatch(text)) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2]], int(found[3] or 0)
    else:
        return None
    if found[3]:
        return _day(day, month, year + 2000 if len(found[3]) == 2 else year)
    ahead = (_day(day, month, today.year + later) for later in range(9))  # 29 February may be eight years away
    return next((each for each in ahead if each and each >= today), None)


def read_time(typed: str) -> time | None:
    """A time as a browser sends it (19:00) or as people write it (19.00, kl. 19, 1900). None if it is not a time."""
    found = _TIME.fullmatch(" ".join(typed.lower().split()))
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def moment_of(day: date, at: time) -> datetime | None:
    """That day and time in Denmark, in UTC. None in the hour that is skipped in March; in October's repeated hour, the
    first."""
    moment = datetime.combine(day, at, DENMARK).astimezone(UTC)
    return moment if moment.astimezone(DENMARK).time() == at else None


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
