"""Days as Danes count them: a moment belongs to the date on Danish clocks."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def danish_day(moment: datetime) -> date:
    """The date of a moment."""
    return moment.astimezone(DENMARK).date()


def end_of(day: date) -> datetime:
    """The last second of a date."""
    return datetime.combine(day, time(23, 59, 59), DENMARK)


def days_since(moment: datetime, now: datetime) -> int:
    """How many midnights lie between `moment` and `now`."""
    return (danish_day(now) - danish_day(moment)).days
