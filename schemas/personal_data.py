"""Finds what must not be stored in a member's text: CPR numbers, phone numbers and mail addresses (promise P4).

It is better to stop one text too many, with a kind sentence, than to keep one number. But members do write about dates,
times, prices, years, wards and idea numbers, and those pass."""

import re
from enum import StrEnum

from schemas.dates_in_text import without_dates
from schemas.number_words import in_digits
from schemas.personal_numbers import has_cpr, has_phone
from schemas.plain_text import plain_text

LOOKED_AT = 4000
"""Characters of a field that are searched. No field holds more: a longer text is refused by the field's own limit, so
the rest need not be searched."""


class PersonalData(StrEnum):
    """What was found; the first of these if a text holds several."""

    CPR = "cpr"
    PHONE = "phone"
    MAIL = "mail"


def find_personal_data(text: str) -> PersonalData | None:
    """What kind of personal number or address `text` holds, or None. Call it with one field at a time, of any length.

    Groups of digits may be separated by blanks, dashes and dots, but not by line breaks. "(at)" and "snabel-a" count
    as @. Digits of other scripts, full-width letters and invisible characters are read as what they look like."""
    plain = plain_text(text[:LOOKED_AT])
    numbers = without_dates(in_digits(plain))
    if has_cpr(numbers):
        return PersonalData.CPR
    if has_phone(numbers):
        return PersonalData.PHONE
    return PersonalData.MAIL if any(pattern.search(plain) for pattern in _MAIL) else None


_DOT = r"(?:\.| {0,2}[(\[]?\b(?:dot|punktum|prik)\b[)\]]? {0,2})"
# A label ends before a spelled-out dot and is possessive, so "1-dot-1-dot-…" matches in one way only; with backtracking
# there would be as many ways as there are choices of five dots.
_LABEL = r"(?:(?!\b(?:dot|punktum|prik)\b)[\w-]){1,63}+"
_DOMAIN = rf"{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}[^\W\d_]{{2,24}}"
_SNABEL = r"[(\[{]?\bsnabel[- ]?a\b[)\]}]?"
# The words around it when somebody writes about the @ sign and does not use it.
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
