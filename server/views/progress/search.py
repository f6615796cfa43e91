"""Searching ideas by words, the way Danish needs it: by stem, by the beginning of a word, and inside compounds.

The expression must be that of the index `ix_idea_words` (migration 0007). "vognene" finds "vogn", "pårør" finds
"pårørende", and "telefon" finds "børnetelefon", which no stemmer does.
"""

import re
from functools import reduce
from typing import Any

from sqlalchemy import and_, func, literal, literal_column, or_
from sqlmodel import col

from schemas.idea import Idea

WORDS_MOST = 12
LONG = 4
"""The fewest letters to look for inside a compound. Shorter ones turn up in all sorts of words, like "ro" in
"sprog"."""
WORD = re.compile(r"\w+")
OPERATORS = re.compile(r'"|(?:^|\s)-\w|\b(?:or|OR)\b')
DASHES = re.compile(r"-[\s-]*-")
"""The database reads each dash as a minus, nested in the one before, and refuses a query nested 100 deep."""
NUMBER = re.compile(r"(?:id[eé]\s*)?(\d{1,9})", re.IGNORECASE)
DANISH: Any = literal_column("'danish'")


def speaks_of(words: str) -> Any:
    """The SQL condition that an idea's title or text matches what was typed: all the words, in any order. Quotes, `or`
    and a minus mean what they do elsewhere on the web. A number on its own matches an idea's number too."""
    text = col(Idea.title).op("||")(literal_column("' '")).op("||")(col(Idea.text))
    stems = func.to_tsvector(DANISH, text)
    words = DASHES.sub("-", words)
    stemmed: Any = func.websearch_to_tsquery(DANISH, words)
    parts = [] if OPERATORS.search(words) else WORD.findall(words)[:WORDS_MOST]
    begun: list[Any] = [func.to_tsquery(DANISH, literal(f"'{part}':*")) for part in parts]
    if begun:
        stemmed = stemmed.op("||")(reduce(lambda some, one: some.op("&&")(one), begun).self_group())
    # Stemming costs more than everything else, so for a single word, nearly every search, it is done only once.
    ways: list[Any] = [stems.op("@@")(stemmed.self_group())]
    within = [
        text.icontains(part, autoescape=True) if len(part) >= LONG else text.regexp_match(rf"\m{part}", flags="i")
        for part in parts
    ]
    if len(parts) > 1:
        within = [or_(inside, stems.op("@@")(begins)) for inside, begins in zip(within, begun, strict=True)]
    if within:
        ways.append(and_(*within))
    if number := NUMBER.fullmatch(words.strip()):
        ways.append(col(Idea.number) == int(number.group(1)))
    return or_(*ways)
