"""A text as sentences of words, for rules that look at words and the few around them. Takes linear time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.dates_in_text import without_dates
from schemas.plain_text import plain_text

ENDINGS = ("ernes", "erne", "enes", "ene", "ens", "ets", "ede", "et", "en", "er", "ne", "te", "e", "s", "t", "n", "r")
"""What Danish adds to a word."""
DATE = "#"
"""A word that stands for a whole date, such as 12-03-2024."""
_TOKEN = re.compile(r"[^\W_]++(?:['-][^\W_]++)*+|[#.,!?;:()\n]")
_STOPS = frozenset(".!?\n")
_SHORT = frozenset({"kl", "dr", "nr", "ca", "fx", "bl", "evt", "pga", "st", "afd", "tlf"})
"""Words of several letters after which a full stop ends no sentence."""


def folded(word: str) -> str:
    """A word as lists hold it: in lower case, with æ, ø and å as they are typed on foreign keyboards."""
    return word.casefold().replace("æ", "ae").replace("ø", "oe").replace("ö", "oe").replace("å", "aa")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign."""

    text: str
    """Folded."""
    forms: frozenset[str]
    """That, and what is left of it without one of the ENDINGS."""
    capital: bool = False
    """Whether it is written as names are: one capital, or one after each hyphen."""
    number: bool = False

    def among(self, listed: frozenset[str]) -> bool:
        """Whether it is one of the words `listed`, with any ending."""
        return not self.forms.isdisjoint(listed)

    def begins(self, listed: frozenset[str]) -> bool:
        """Whether it begins with one of `listed`, of 4 to 12 letters each."""
        return any(self.text[:length] in listed for length in range(4, min(len(self.text), 12) + 1))

    def ends(self, listed: frozenset[str]) -> bool:
        """Whether it is or ends with one of `listed`, of 3 to 15 letters each."""
        return any(self.text[-length:] in listed for length in range(3, min(len(self.text), 15) + 1))

    def is_made_with(self, listed: frozenset[str]) -> bool:
        """Whether it is a longer word that ends with one of `listed`, and perhaps an ending after that."""
        return any(form[-length:] in listed for form in self.forms for length in range(3, min(len(form) - 1, 15) + 1))


def sentences(text: str) -> Iterator[Sequence[Word]]:
    """The sentences of `text`, each with its words and the signs between them. "kl. 10" and "den 3. maj" end none."""
    said: list[Word] = []
    for found in _TOKEN.finditer(without_dates(plain_text(text))):
        sign = found[0]
        if sign not in _STOPS:
            said.append(_word(sign))
        elif said and not (sign == "." and _goes_on(said[-1])):
            yield said
            said = []
    if said:
        yield said


def _goes_on(last: Word) -> bool:
    return last.number or last.text in _SHORT or len(last.text) == 1


_SIGNS = {sign: Word(sign, frozenset({sign})) for sign in "#,;:()"}


def _word(typed: str) -> Word:
    if typed in _SIGNS:
        return _SIGNS[typed]
    text = folded(typed)
    forms = {text} | {bare for ending in ENDINGS if len(bare := text.removesuffix(ending)) > 2}
    return Word(text, frozenset(forms), typed.istitle(), typed.isdigit())
