"""What a member may be called: none of our own words for those who run a meeting, in whatever letters."""

import unicodedata

from schemas.plain_text import plain_text
from schemas.seat import NAME_MAX
from server.core.errors import N_
from server.web.fields import FOUND, Field

NAME = Field(NAME_MAX, found=FOUND)
PRETENDS = N_("Det navn kan de andre tage fejl af. Skriv dit fornavn, eller lad feltet stå tomt.")
OFFICES = frozenset(
    {
        *("peerboard", "admin", "administrator", "system", "support", "moderator", "root"),
        *("koordinator", "koordinatoren", "coordinator", "leder", "lederen", "leader", "ledelsen", "ledelse"),
        *("chef", "chefen", "afdelingschef", "afdelingschefen", "direktør", "direktøren", "mødeleder", "mødelederen"),
    }
)
"""A name that is one of these, or has one beside it ("Anna, koordinator"), pretends."""
ALIKE = str.maketrans(
    {
        **dict(zip("0134578@$|i", "oleastbasll", strict=True)),
        **dict(zip("аеорсухікмтнвᴀ", "aeopcyxikmthba", strict=True)),
        **dict(zip("αεοικρτνυη", "aeoikptvun", strict=True)),
    }
)
"""Digits, signs, and Cyrillic and Greek letters that look like ours; i, l, 1 and | look like each other."""


def wrong_name(name: str) -> str:
    """What is wrong with a name, as a sentence; empty when nothing is. No name at all is right here."""
    return NAME.wrong(name) or (PRETENDS if pretends(name) else "")


def pretends(name: str) -> bool:
    """Whether a name says that its bearer runs the meeting, as a reader sees it: "K00RDINATOR" and "Ko-ordinator" do,
    "Lederhansen" does not."""
    seen = _folded(name)
    words = ["".join(filter(str.isalpha, word)) for word in seen.replace(",", " ").replace("/", " ").split()]
    return not FOLDED.isdisjoint({*words, "".join(words)})


def _folded(name: str) -> str:
    """In small plain letters: one with a mark on it is the letter, but for those that Danish has of its own."""
    lower = plain_text(name).casefold()
    bare = (each if each in "æøå" else unicodedata.normalize("NFD", each)[0] for each in lower)
    return "".join(bare).translate(ALIKE)


FOLDED = frozenset(map(_folded, OFFICES))
