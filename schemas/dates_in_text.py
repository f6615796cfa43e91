"""Dates and times as Danes write them, found so that their digits are not mistaken for a CPR or phone number."""

import re
from collections.abc import Callable

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = r"(?:19|20)\d\d"


def is_day(day: int, month: int, year: int | None = None) -> bool:
    """Whether that day exists. 29 February does without a year and in year 0, which may be the two digits of 2000."""
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    return year is None or (day, month) != (29, 2) or year % 4 == 0


def is_time(hours: int, minutes: int) -> bool:
    """Whether it is a time of day; 24.00 is midnight."""
    return (0 <= hours < 24 and 0 <= minutes < 60) or (hours, minutes) == (24, 0)


def without_dates(text: str) -> str:
    """`text` (from `plain_text`) with each full date, each date with a time, and each range of dates or times replaced
    by "#". A date that may be the beginning of a CPR number, such as 12-03-45-1234, is left as it is."""
    for pattern, holds in _DATES:
        text = pattern.sub(lambda found, holds=holds: "#" if holds(found) else found[0], text)  # type: ignore[misc]
    return text


def _both(found: re.Match[str]) -> bool:
    a, b, c, d = (int(found[name]) for name in "abcd")
    with_year = found["y"] or found["z"]
    return (is_day(a, b) and is_day(c, d)) or (not with_year and is_time(a, b) and is_time(c, d))


def _day(found: re.Match[str]) -> bool:
    return is_day(int(found["d"]), int(found["m"]))


def _day_alone(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 3) : found.start()]
    return _day(found) and not re.fullmatch(r"\d\d" + re.escape(found["s"][0]), before)  # 01 02 03 1945 is a CPR number


def _day_and_time(found: re.Match[str]) -> bool:
    return _day(found) and is_time(int(found["h"]), int(found["n"]))


_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), holds)
    for pattern, holds in (
        # 12.03.24-14.03.24, 20.12-31.12, 20.30-22.00
        (
            (
                rf"(?<!\d)(?P<a>\d\d?)[./](?P<b>\d\d?)(?P<y>[./](?:{_YEAR}|\d\d))?\.? ?- ?"
                rf"(?P<c>\d\d?)[./](?P<d>\d\d?)(?P<z>[./](?:{_YEAR}|\d\d))?(?!\d)"
            ),
            _both,
        ),
        # 12-03-24 - 14-03-24
        (
            (
                rf"(?<!\d)(?P<a>\d\d?)-(?P<b>\d\d?)-(?P<y>{_YEAR}|\d\d) {{1,2}}- {{1,2}}"
                rf"(?P<c>\d\d?)-(?P<d>\d\d?)-(?P<z>{_YEAR}|\d\d)(?!\d)"
            ),
            _both,
        ),
        # 12.03.24 14.30, 12/3/24 kl. 14.30
        (
            (
                r"(?<!\d)(?P<d>\d\d?)(?P<s>[./-])(?P<m>\d\d?)(?P=s)\d\d,? {1,2}(?:kl\.? ?)?"
                r"(?P<h>\d\d?)[.:](?P<n>\d\d)(?!\d)"
            ),
            _day_and_time,
        ),
        # 12-03-2024, 24. 12. 2025
        (
            rf"(?<!\d)(?P<d>\d\d?)(?P<s>[./-] ?| )(?P<m>\d\d?)(?P=s){_YEAR}(?!\d)(?! ?- ?\d{{4}}(?!\d))",
            _day_alone,
        ),
        # 2024-03-12, 2024-03-12T14:30
        (rf"(?<!\d){_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)(?:[T ]\d\d[:.]\d\d)?", _day),
    )
)
