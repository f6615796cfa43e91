"""Numbers spelled out in Danish words, as people write them once they have seen that digits are stopped."""

import re
from itertools import pairwise

_SMALL = "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
_TENS = ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")
_UNITS = _SMALL.split()[1:10]
NUMBERS = {word: str(number) for number, word in enumerate(_SMALL.split())} | {"et": "1"}
NUMBERS |= {word: str(10 * number) for number, word in enumerate(_TENS, 2)} | {"fyrretyve": "40"}
NUMBERS |= {
    f"{unit}og{word}": str(10 * tens + number)
    for tens, word in enumerate(_TENS, 2)
    for number, unit in enumerate(_UNITS, 1)
}
LEAST = 4
"""Words in a row; fewer cannot be a CPR or phone number."""
MOST = 40
"""Words in a row; more are no number at all, and the rest are dropped."""
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ -]{1,3}")


def in_digits(text: str) -> str:
    """`text` (from `plain_text`) with each row of number words written as digits: separated by blanks if all are
    equally long, else in pairs. A comma ends a row, since that is how people list ages and prices."""
    rows: list[tuple[int, int, list[str]]] = []
    for found in _WORD.finditer(text):
        digits = NUMBERS.get(found[0].lower())
        if digits and rows and _BETWEEN.fullmatch(text, rows[-1][1], found.start()):
            start, _, row = rows.pop()
            rows.append((start, found.end(), [*row, digits] if len(row) < MOST else row))
        elif digits:
            rows.append((found.start(), found.end(), [digits]))
    pieces, at = [], 0
    for start, end, row in rows:
        if len(row) >= LEAST and not _counts(row):
            pieces += [text[at:start], _written(row)]
            at = end
    return "".join([*pieces, text[at:]])


def _counts(row: list[str]) -> bool:
    """One, two, three …: somebody is counting."""
    return all(int(after) == int(before) + 1 for before, after in pairwise(row))


def _written(row: list[str]) -> str:
    if len(set(map(len, row))) == 1:
        return " ".join(row)
    digits = "".join(row)
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
