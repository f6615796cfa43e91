"""What a member may be called: nothing that looks like our own words for those who run a meeting."""

import unicodedata

from schemas.plain_text import plain_text
from schemas.seat import NAME_MAX
from server.core.errors import N_
from server.web.fields import FOUND, Field

NAME = Field(NAME_MAX, found=FOUND, long=N_("Navnet må højst være %(most)s tegn."))
PRETENDS = N_("Det navn kan de andre tage fejl af. Skriv dit fornavn, eller lad feltet stå tomt.")
OFFICES = frozenset(
    {
        *("peerboard", "admin", "administrator", "system", "support", "moderator", "root"),
        *("koordinator", "koordinatoren", "coordinator", "leder", "lederen", "leader", "ledelsen", "ledelse"),
        *("chef", "chefen", "afdelingschef", "afdelingschefen", "direktør", "direktøren", "mødeleder", "mødelederen"),
    }
)
"""A name pretends if it is one of these, or contains one as a word ("Anna, koordinator")."""
ALIKE = str.maketrans(
    {
        **dict(zip("0134578@$|i", "oleastbasll", strict=True)),
        **dict(zip("аеорсухікмтнвᴀ", "aeopcyxikmthba", strict=True)),
        **dict(zip("αεοικρτνυη", "aeoikptvun", strict=True)),
    }
)
"""Digits, symbols, and Cyrillic and Greek letters that look like Latin ones. i, l, 1 and | count as the same letter."""


def wrong_name(name: str) -> str:
    """What is wrong with a name, as a sentence; "" if nothing is. An empty name is fine here."""
    return NAME.wrong(name) or (PRETENDS if pretends(name) else "")


def pretends(name: str) -> bool:
    """Whether a reader would take the bearer of a name for somebody who runs the meeting: "K00RDINATOR" and
    "Ko-ordinator" pretend, "Lederhansen" does not."""
    seen = _folded(name)
    words = ["".join(filter(str.isalpha, word)) for word in seen.replace(",", " ").replace("/", " ").split()]
    return not FOLDED.isdisjoint({*words, "".join(words)})


def _folded(name: str) -> str:
    """A name in plain lower-case letters, without diacritics except in æ, ø and å, and with look-alikes replaced."""
    lower = plain_text(name).casefold()
    bare = (each if each in "æøå" else unicodedata.normalize("NFD", each)[0] for each in lower)
    return "".join(bare).translate(ALIKE)


FOLDED = frozenset(map(_folded, OFFICES))
