"""Numbers that are written in Danish words, as somebody does who has seen that digits are stopped."""

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
"""Words in a row; fewer make no person's number."""
MOST = 40
"""More are no number at all; the rest of such a row is left out."""
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ -]{1,3}")


def in_digits(text: str) -> str:
    """`text` (from `plain_text`) with each row of number words as digits: one blank between those that are alike in
    length, else in pairs. A comma parts rows: that is how people list ages and prices."""
    rows: list[tuple[int, int, list[str]]] = []
    for found in _WORD.finditer(text):
        digits = NUMBERS.get(found[0].lower())
        if digits and rows and _BETWEEN.fullmatch(text, rows[-1][1], found.start()):
            begun, _, row = rows.pop()
            rows.append((begun, found.end(), [*row, digits] if len(row) < MOST else row))
        elif digits:
            rows.append((found.start(), found.end(), [digits]))
    told, at = [], 0
    for begun, end, row in rows:
        if len(row) >= LEAST and not _counts(row):
            told += [text[at:begun], _written(row)]
            at = end
    return "".join([*told, text[at:]])


def _counts(row: list[str]) -> bool:
    """One, two, three …: somebody counts."""
    return all(int(after) == int(before) + 1 for before, after in pairwise(row))


def _written(row: list[str]) -> str:
    if len(set(map(len, row))) == 1:
        return " ".join(row)
    digits = "".join(row)
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
