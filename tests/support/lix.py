"""LIX (Björnsson 1968): how hard a Danish text is to read. Below 25 is a children's book, 35 a weekly magazine.

LIX = words / sentences + 100 × long words / words, where a long word has more than six letters.
"""

import re
from dataclasses import dataclass

LONG = 6
LEAST = 100
"""With fewer words than this, the index says nothing about a text."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_END = re.compile(r"[.!?:](?=\s|$|[\"”»)])|\n{2,}")


@dataclass(frozen=True)
class Read:
    """The counts of a text."""

    words: int
    sentences: int
    long: int

    @property
    def lix(self) -> float:
        """The index; 0 for a text without words."""
        return self.words / self.sentences + 100 * self.long / self.words if self.words else 0.0


def read(text: str) -> Read:
    """Count a text. A full stop, colon, question or exclamation mark ends a sentence, and so does an empty line: a
    heading or a label is a sentence of its own. "4.000" ends none. "kl. 22" does, which only makes one sentence
    shorter."""
    words = _WORD.findall(text)
    spoken = [part for part in _END.split(text) if _WORD.search(part)]
    return Read(len(words), max(len(spoken), 1), sum(len(word) > LONG for word in words))


def lix(text: str) -> float:
    """The LIX of a text whose paragraphs, headings and list items are separated by empty lines."""
    return read(text).lix
