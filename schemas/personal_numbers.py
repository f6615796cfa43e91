"""CPR and phone numbers among the digits of a text in which dates are already blanked out."""

import re
from itertools import pairwise

from schemas.dates_in_text import is_day, is_time

# What follows an amount, and never a CPR or phone number.
_UNIT = (
    r"(?! ?(?:kr\b|kroner|dkk|,-|mio|mia|%|procent|pct|euro|€|år\b|mg\b|ml\b|stk\b|patienter|borgere|personer"
    r"|mennesker|minutter|besøg|gange\b|i alt\b|tilsammen\b))"
)
_GAP = r"( {0,3}[-./]{0,2} {0,3})"
_PART = r"( {0,2}[-.)]? {0,2})"
# All are lookaheads, so that matches overlap: the end of one number may be the beginning of another.
_CPR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?=(\d\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d)(?!\d)(?![./-]\d\d(?!\d)){_UNIT})",
        rf"(?<!\d)(?=(\d\d)([-./ ]?)(\d\d)([-./ ]?)(?:19|20)(\d\d)( ?-? ?)(\d\d)()(\d\d)(?!\d){_UNIT})",
    )
)
_SPELLED_CPR = re.compile(r"(?<!\d)(?<!\d[ .-])(?:\d[ .-]{1,3}){9}\d(?![ .-]{0,2}\d)")
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?=([2-9]\d){_PART}(\d\d){_PART}(\d\d){_PART}(\d\d)(?!\d)(?!,\d){_UNIT})", re.IGNORECASE
)
_WITH_COUNTRY = re.compile(
    rf"(?:\+|(?<!\d)00) ?(?:45|46|47|49|44|298|299|354)\)?(?: ?\(0\))?(?:{_PART}\d){{6,10}}(?!\d){_UNIT}", re.IGNORECASE
)
# Any other country: a plus and its code, nine digits or more in all, in groups. With dots it is an amount.
_ABROAD = re.compile(rf"\+ ?[1-9](?:[ ()-]{{0,2}}\d){{8,13}}(?!\d)(?![.,]\d){_UNIT}", re.IGNORECASE)
_ABROAD_00 = re.compile(rf"(?<!\d)00[1-9]\d(?:[ ()-]{{0,2}}\d){{8,12}}(?!\d)(?![.,]\d){_UNIT}", re.IGNORECASE)
_SPELLED_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[ .-])(?=[2-9])\d(?:[ .-]{{1,3}}\d){{7}}(?![ .-]{{0,2}}\d)(?!,\d){_UNIT}", re.IGNORECASE
)
_ITS_WORD = r"\b(?:tlf|telefon\w*|mobil\w*|ring\w*|sms|nummer)\b[^\d\n]{0,20}"
_AFTER_ITS_WORD = re.compile(
    rf"{_ITS_WORD}(?=[2-9](?:[ -]{{0,3}}\d){{7}}(?!\d)(?!,\d){_UNIT})"
    r"(\d{1,3})[ -]+(?:\d{3})\b",
    re.IGNORECASE,
)
_CALLED = re.compile(_ITS_WORD + "$", re.IGNORECASE)
_MORE = re.compile(r"[ .-]{1,3}\d")
_NOBODYS = re.compile(
    r"\b(?:cvr|ean|isbn|issn|(?:sags?|ordre|vare|faktura|bestillings|dokument|p)-?(?:nr|nummer))[^\d\n]{0,12}$"
    r"|(?:https?://|www\.|\w\.(?:dk|com|org|net|eu)/)\S*$",
    re.IGNORECASE,
)
"""What comes before the number of a company, a case or a thing, or before a number within a web address."""
_PLACE = re.compile(
    r"\b(?:lokale\w*|rum\w*|stue\w*|bygning\w*|afsnit\w*|dør|plan|etage|indgang) ?(?:nr\.? ?)?$", re.IGNORECASE
)


def has_cpr(text: str) -> bool:
    """Whether `text` holds ten digits, DDMMYY and a serial number, whose first six are a day that exists.

    The year may have four digits. Modulus 11 is not checked: numbers issued since 2007 may fail it (cpr.dk)."""
    if any(_is_cpr(found) for pattern in _CPR for found in pattern.finditer(text)):
        return True
    spelled = (re.sub(r"\D", "", found[0]) for found in _SPELLED_CPR.finditer(text))
    return any(is_day(int(digits[:2]), int(digits[2:4]), int(digits[4:6])) for digits in spelled)


def has_phone(text: str) -> bool:
    """Whether `text` holds a Danish phone number: eight digits, the first 2 to 9, in pairs, in fours or together. After
    "+45" or a neighbour's country code any grouping counts, and after a word such as "ring" groups of three count too.
    Or a number in any other country, after its code."""
    return bool(
        _WITH_COUNTRY.search(text)
        or _AFTER_ITS_WORD.search(text)
        or _ABROAD.search(text)
        or _ABROAD_00.search(text)
        or any(not _is_row(list(map(int, re.findall(r"\d", found[0])))) for found in _SPELLED_PHONE.finditer(text))
        or any(_is_phone(found) for found in _PHONE.finditer(text))
    )


def _is_cpr(found: re.Match[str]) -> bool:
    day, month, year, *serial = (int(pair) for pair in found.groups()[::2])
    gaps = found.groups()[1::2]
    return is_day(day, month, year) and not (all(gaps) and _is_row([day, month, year, *serial]))


def _is_phone(found: re.Match[str]) -> bool:
    pairs, gaps = [int(pair) for pair in found.groups()[::2]], found.groups()[1::2]
    before = found.string[max(0, found.start() - 60) : found.start()]
    if _NOBODYS.search(before):
        return False
    is_place = _PLACE.search(before) is not None
    if all(gaps):
        listed = _is_row(pairs) and (pairs[1] == pairs[0] + 1 or is_place or _goes_on(found))
        return not listed and not (is_place and " " not in "".join(map(str, gaps))) and not _is_range(pairs, gaps)
    if gaps[1] and not (gaps[0] or gaps[2]):
        return not _is_span(
            pairs[0] * 100 + pairs[1], pairs[2] * 100 + pairs[3], "-" in gaps[1] and not _CALLED.search(before)
        )
    at_once = not any(gaps)
    return not (at_once and pairs[2] in (19, 20) and is_day(pairs[0], pairs[1]))


def _is_row(numbers: list[int]) -> bool:
    """Rooms 20 21 22 23, ages 20 30 40 50 60: a list that goes up by the same step."""
    steps = {second - first for first, second in pairwise(numbers)}
    return len(steps) == 1 and steps.pop() > 0


def _goes_on(found: re.Match[str]) -> bool:
    text, start, end = found.string, found.start(), found.end(7)
    # Only the four characters next to it, not the whole text, which may hold a thousand such rows.
    return bool(re.search(r"\d[ .-]{1,3}$", text[max(0, start - 4) : start]) or _MORE.match(text, end))


def _is_range(pairs: list[int], gaps: tuple[str | None, ...]) -> bool:
    """20.30 22.00, 24.12. 31.12: two times or two dates, with something other than a dot between them."""
    if not (gaps[0] == gaps[2] == "." and gaps[1] != "."):
        return False
    return all(is_time(*two) or is_day(*two) for two in (pairs[:2], pairs[2:]))


def _is_span(first: int, second: int, dash: bool) -> bool:
    """2015-2024 are years, 2000-3000 is an amount, 4012-4014 are rooms. Without a dash, only ascending years count."""
    if not dash:
        return 1900 <= first < second < 2100
    return first < second and (first % 10 == second % 10 == 0 or second - first < 100)
