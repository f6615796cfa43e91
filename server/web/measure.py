"""How many lines a text takes on the projector, known before any browser has drawn it: so the server can divide what
the room looks at into pictures of which none is too full, and the desk can turn them."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

_WIDTHS = {
    26: "'|,.:;",
    34: " `il!¡jìíîïīįı‘’¸ľł",
    41: "()[]f{}-rtŕřţťƒț\xad\xb7",
    48: '"¯°²º³ª_*•/1\\I¨ÌÍÎÏĪĮ¹',
    56: "“”–cvyzxLs¢¶çýÿćċčźżž~×ĻĽśşšș7F",
    60: "Jaàáâãäåāăą9ekuèéêëùúûüēėęěķūůű<>Ehno§ÈÉÊËñòóôõöøĒĖĘĚńņňőų2^ðŁ",
    65: "bdgp¤µ÷þğġģ3q$+5=?ST£¬±¿ÞŚŞŠŢŤȘȚ48PZßďħŹŻŽ6Bđ",
    72: "0KRVĶŔŘUÙÚÛÜŪŮŰŲ«»CHÇĆĊČADY¥ÀÁÂÃÄÅÝĀĂĄĎŸNXÑŃŅŇ&",
    79: "GĞĠĢwĦ@OÒÓÔÕÖØŐÐĐ",
    90: "#Q©®…M—¼½Wmæ",
    108: "œ¾%ÆŒ",
}
"""Hundredths of an em that a character is wide at most, in Atkinson Hyperlegible Bold; the regular is narrower."""
_OTHER, _LARGE = 1.0, 1.35
"""In a font of the machine's own: a letter of another script; an emoji, or anything else from there up."""
_SLACK = 0.97
"""Browsers round: a line is taken to be this much of its width."""


class _Widths(dict[str, float]):
    """The width of a character in em."""

    def __missing__(self, character: str) -> float:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            return 0.0
        return _LARGE if character >= "\u2600" else _OTHER


_EM = _Widths({character: hundredths / 100 for hundredths, some in _WIDTHS.items() for character in some})
_SPACE = _EM[" "]


class _Word(NamedTuple):
    em: float
    widest: float
    """Its widest character."""
    letters: int


@lru_cache(maxsize=16384)
def _word(word: str) -> _Word:
    widths = [_EM[character] for character in word]
    return _Word(sum(widths), max(widths), len(widths))


@dataclass(frozen=True)
class Measured:
    """A text whose words have been measured, so that it can be set in several widths."""

    paragraphs: tuple[tuple[_Word, ...], ...]

    def lines(self, width: float) -> int:
        """How many lines it takes at most in a column `width` em wide, as CSS breaks them: between words, and inside
        one only where a whole line is too short for it. An empty text takes none."""
        room = width * _SLACK
        return sum(_lines(words, room) for words in self.paragraphs)


def _lines(words: tuple[_Word, ...], room: float) -> int:
    count, at = 1, 0.0
    for em, widest, letters in words:
        if at and at + _SPACE + em <= room:
            at += _SPACE + em
            continue
        count, at = count + bool(at), em
        if em > room:
            # A line of a broken word is full up to less than one more letter, and holds so many of the widest.
            full = max(room - widest, 0.01)
            broken = min(ceil(em / full), ceil(letters / max(1, int(room / widest))))
            count, at = count + broken - 1, min(room, max(widest, em - (broken - 1) * full))
    return count


def measured(text: str) -> Measured:
    """Measure a text once. A line break in it is kept; spaces are not, as in `white-space: pre-line`."""
    paragraphs = text.strip().split("\n") if text.strip() else []
    return Measured(tuple(tuple(_word(word) for word in each.split()) for each in paragraphs))
