"""The order of names in a list, as Danes sort: a to z, æ, ø, å; aa as å, ignoring case and accents, and numbers by
their value.

PostgreSQL's own collations are never used: their order depends on how it was built and set up, and the one that
`peerboard run` brings knows no language. Where PostgreSQL must sort because it cuts the list, it sorts by `danish_sql`.
"""

import re
import unicodedata

# Letters that Danish sorts in a place of their own or as another letter; all others sort without their accent.
_PLACES = {
    "æ": "{",
    "ä": "{",
    "ø": "|",
    "ö": "|",
    "œ": "|",
    "å": "}",
    "ü": "y",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ł": "l",
}
_OWN = str.maketrans(_PLACES)
_SINGLE = {letter: place for letter, place in _PLACES.items() if len(place) == 1}
_SQL_FROM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "".join(letter + letter.upper() for letter in _SINGLE) + "éÉèÈ"
_SQL_TO = "abcdefghijklmnopqrstuvwxyz" + "".join(place * 2 for place in _SINGLE.values()) + "eeee"
_DIGITS = re.compile(r"[0-9]+")
WIDTH = 9
"""Digits that a number is padded to in the key. Of longer ones `danish_sql` looks at the end only."""


def in_danish_order(name: str) -> tuple[str, str]:
    """The key by which lists of names are sorted. Names that sort alike are put in the order of their code points."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").translate(_OWN)
    bare = "".join(each for each in unicodedata.normalize("NFD", folded) if unicodedata.category(each) != "Mn")
    return _DIGITS.sub(lambda found: found[0].zfill(WIDTH), bare), name


def danish_sql(column: str) -> str:
    """The same order as an SQL expression, for Western European letters. Names that sort alike come in any order."""
    letters = f"replace(translate({column}, '{_SQL_FROM}', '{_SQL_TO}'), 'aa', '}}')"
    padded = f"regexp_replace({letters}, '([0-9]+)', '{'0' * WIDTH}\\1', 'g')"
    return f"""(regexp_replace({padded}, '[0-9]*([0-9]{{{WIDTH}}})(?![0-9])', '\\1', 'g') COLLATE "C")"""
