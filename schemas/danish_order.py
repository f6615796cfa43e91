"""The order of names in a list, as Danes sort: a to z, æ, ø, å; aa as å, large as small letters, accents as without,
numbers by their value.

PostgreSQL is never asked to sort names: what comes out depends on how it was built and set up, and the one that
`peerboard run` brings knows no language. Where it must sort, because it cuts the list, it sorts by `danish_sql`.
"""

import re
import unicodedata

# Letters that Danish sorts in a place of their own, or as another; all else goes by its letter without the accent.
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
"""Digits of a number in the key; longer ones are compared as they begin."""


def in_danish_order(name: str) -> tuple[str, str]:
    """The key by which lists of names are sorted; two names that sort alike stand in the order of their letters."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").translate(_OWN)
    bare = "".join(each for each in unicodedata.normalize("NFD", folded) if unicodedata.category(each) != "Mn")
    return _DIGITS.sub(lambda found: found[0].zfill(WIDTH), bare), name


def danish_sql(column: str) -> str:
    """The same order as SQL, for letters of Western Europe; a name that sorts alike comes in no certain order."""
    letters = f"replace(translate({column}, '{_SQL_FROM}', '{_SQL_TO}'), 'aa', '}}')"
    padded = f"regexp_replace({letters}, '([0-9]+)', '{'0' * WIDTH}\\1', 'g')"
    return f"""(regexp_replace({padded}, '[0-9]*([0-9]{{{WIDTH}}})(?![0-9])', '\\1', 'g') COLLATE "C")"""
