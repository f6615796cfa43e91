"""Searching ideas by words, as Danes write them: by stem, by the beginning of a word, and within long compounds.

The expression is that of the index `ix_idea_words` (migration 0007). "vognene" finds "vogn", "pårør" finds "pårørende",
and "telefon" finds "børnetelefon", which no stemmer does.
"""

import re
from typing import Any

from sqlalchemy import and_, func, literal, literal_column, or_
from sqlmodel import col

from schemas.idea import Idea

WORDS_MOST = 12
WORD = re.compile(r"\w+")
OPERATORS = re.compile(r'"|(?:^|\s)-\w|\b(?:or|OR)\b')
NUMBER = re.compile(r"(?:id[eé]\s*)?(\d{1,9})", re.IGNORECASE)
DANISH: Any = literal_column("'danish'")


def speaks_of(words: str) -> Any:
    """The condition that an idea's title or text speaks of what was typed: all its words, in any order; quotes, `or`
    and a minus mean what they do elsewhere on the web. A number alone is an idea's own number too."""
    text = col(Idea.title).op("||")(literal_column("' '")).op("||")(col(Idea.text))
    stems = func.to_tsvector(DANISH, text)
    ways: list[Any] = [stems.op("@@")(func.websearch_to_tsquery(DANISH, words))]
    parts = WORD.findall(words)[:WORDS_MOST]
    if parts and not OPERATORS.search(words):
        ways.append(and_(*(_begins(stems, text, part) for part in parts)))
    if number := NUMBER.fullmatch(words.strip()):
        ways.append(col(Idea.number) == int(number.group(1)))
    return or_(*ways)


def _begins(stems: Any, text: Any, part: str) -> Any:
    prefix = stems.op("@@")(func.to_tsquery(DANISH, literal(f"'{part}':*")))
    return or_(prefix, text.icontains(part, autoescape=True))
