"""Finding ideas that resemble each other so much that somebody should check whether they are the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

from rapidfuzz import fuzz

from schemas.belonging import BY_ITS_AUTHOR
from schemas.idea import Idea

ALIKE = 62
"""The least score, from 0 to 100, at which two ideas are suggested, judged by the words they share."""
TITLES = 75
"""The same, judged by the letters of their titles, which resemble each other by chance more often."""
MOST = 8
"""How many suggestions to show at a time. The next ones come when these are dealt with."""
NEWEST = 500
"""How many ideas are compared, each with all others: the newest ones, if there are more than anybody can look through.
"""
READ, READ_TITLE = 400, 100
"""How many characters of each idea, and of its title, are compared, so that long texts cost no more than short ones."""
REMEMBERED = 2 * NEWEST
"""How many gists are kept: an idea is read once, not for every pair that is dealt with."""
SMALL_WORDS = """
    af alle alt at bare begge bliver da de den der deres det dig din disse dog du efter eller en end er et for
    fordi fra få får gerne gør ham han hans har have havde hele her hos hun hvad hver hvis hvor hvornår i ift
    ikke ind ingen jeg jer kan kommer kun kunne lidt man med meget men mere mig min mod må når nogen nogle nok
    nu og også om op os over på sig sin skal skulle som så til ud uden under var ved vi vil ville vores være
    været vær bedre flere altid aldrig ofte kunne bør ønsker ønske mangler
"""
SMALL = frozenset(SMALL_WORDS.split())
"""Words that say nothing about the subject of an idea."""
ENDINGS = re.compile(r"(?:erne|enes|ernes|ende|ene|ens|ets|ers|en|et|er|es|e|s|t)$")


@dataclass(frozen=True)
class Pair:
    """Two ideas, the older number first, and how alike they are (0 to 100)."""

    one: Idea
    other: Idea
    score: float


@dataclass(frozen=True)
class Gist:
    """What is compared of an idea: its title as sorted stems, and the stems of all its words."""

    title: str
    words: frozenset[str]


@lru_cache(REMEMBERED)
def gist(title: str, text: str) -> Gist:
    """The gist of an idea with that title and text. One whose words were erased is like no other."""
    if title == BY_ITS_AUTHOR:
        return Gist("", frozenset())
    return Gist(" ".join(sorted(_stems(title)))[:READ_TITLE], _stems(f"{title} {text}"))


def likeness(one: Gist, other: Gist) -> tuple[float, float]:
    """How alike two ideas are, and how alike their titles alone are, each from 0 to 100."""
    like = fuzz.ratio(one.title, other.title, score_cutoff=TITLES) if one.title and other.title else 0.0
    return max(_shared(one.words, other.words), like), like


def alike(ideas: Iterable[Idea], apart: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """The pairs that resemble each other most among the newest ideas, at most MOST, best first. `ideas` come in order
    of number; `apart` holds pairs of ids (smaller first) that must not be suggested."""
    read = [(idea, gist(idea.title, idea.text)) for idea in list(ideas)[-NEWEST:]]
    excluded = set(apart)
    found: list[tuple[float, float, int, Idea, Idea]] = []
    for (one, one_gist), (other, other_gist) in combinations(read, 2):
        score, like = likeness(one_gist, other_gist)
        if score >= ALIKE and (min(one.id or 0, other.id or 0), max(one.id or 0, other.id or 0)) not in excluded:
            found.append((-score, -like, len(found), one, other))
    return [Pair(one, other, -score) for score, _, _, one, other in nsmallest(MOST, found)]


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in re.findall(r"[^\W_]+", words[:READ].lower()) if word not in SMALL)


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    """The share, in per cent, of the words of the shorter idea that the other has too. A single word is chance: 0."""
    shared = len(words & others)
    return 100 * shared / min(len(words), len(others)) if shared > 1 else 0.0
