"""Finds what must not be stored in a member's text: CPR numbers, phone numbers and mail addresses (promise P4).

Better stop one text too many, with a kind sentence, than keep one number. But dates, times, prices, years, ward and
idea numbers are what members write about, and pass."""

import re
from enum import StrEnum

from schemas.dates_in_text import without_dates
from schemas.number_words import in_digits
from schemas.personal_numbers import has_cpr, has_phone
from schemas.plain_text import plain_text

LOOKED_AT = 4000
"""Characters of a field that are looked at. None holds more: what is longer is refused by its field's own bound, and is
not worth the look."""


class PersonalData(StrEnum):
    """What was found; the first of these, when a text has several."""

    CPR = "cpr"
    PHONE = "phone"
    MAIL = "mail"


def find_personal_data(text: str) -> PersonalData | None:
    """What kind of personal number or address `text` holds, or None. Give it one field at a time, of any length.

    Groups of digits may be parted by blanks, dashes and dots, not by the end of a line. "(at)" and "snabel-a" count
    as @. Digits of other scripts, wide letters and invisible characters are read as what they look like."""
    plain = plain_text(text[:LOOKED_AT])
    numbers = without_dates(in_digits(plain))
    if has_cpr(numbers):
        return PersonalData.CPR
    if has_phone(numbers):
        return PersonalData.PHONE
    return PersonalData.MAIL if any(pattern.search(plain) for pattern in _MAIL) else None


_DOT = r"(?:\.| {0,2}[(\[]?\b(?:dot|punktum|prik)\b[)\]]? {0,2})"
# A part of an address ends before a spelled dot and is not given back: so "1-dot-1-dot-…" is read in one way alone, not
# in as many as there are choices of five dots.
_LABEL = r"(?:(?!\b(?:dot|punktum|prik)\b)[\w-]){1,63}+"
_DOMAIN = rf"{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}[^\W\d_]{{2,24}}"
_SNABEL = r"[(\[{]?\bsnabel[- ]?a\b[)\]}]?"
# What stands around the word when somebody writes about the sign, not with it.
_ABOUT = r"(?!(?:på|er|i|og|som|kan|findes|skal|til|tegn\w*|eller|var|ikke|med|der|hvor|når|for|at|fra|ved|mangler)\b)"
_TALK = r"(?<!\bet)(?<!\ben)(?<!\bman)(?<!\bmed)(?<!\btegnet)(?<!\bordet)(?<!\bhedder)(?<!\bskrive)(?<!\buden)(?<!\bog)"
_MAIL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[\w.+'-] {{0,2}}@ {{0,2}}{_DOMAIN}",
        r"[^\W\d_][\w.+'-]{0,63}@[^\W\d_][\w-]",
        rf"[\w.+'-] {{0,2}}(?:[(\[{{<](?:at|a|@)[)\]}}>]|{_SNABEL}) {{0,2}}{_DOMAIN}",
        rf"\w{_TALK} {{1,2}}{_SNABEL} {{1,2}}{_ABOUT}[\w-]{{2}}",
        rf"\w +at +(?:gmail|hotmail|outlook|yahoo|live|icloud|jubii|protonmail){_DOT}(?:com|dk)\b",
    )
)
