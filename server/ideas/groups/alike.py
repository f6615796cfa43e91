"""Which ideas of a meeting resemble each other so much that somebody should look whether they are the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from rapidfuzz import fuzz

from schemas.idea import Idea

ALIKE = 62
"""Of 100: the least that is suggested, by what two ideas speak of."""
TITLES = 75
"""The same by the letters of their titles, where chance does more."""
MOST = 8
"""Suggestions at a time; the next come when these are dealt with."""
NEWEST = 500
"""Ideas that are compared, each with each: the newest, where a room has written more than anybody can look through."""
READ, READ_TITLE = 400, 100
"""Characters of each idea that are compared, so that long texts cost no more than short ones."""
SMALL_WORDS = """
    af alle alt at bare begge bliver da de den der deres det dig din disse dog du efter eller en end er et for
    fordi fra få får gerne gør ham han hans har have havde hele her hos hun hvad hver hvis hvor hvornår i ift
    ikke ind ingen jeg jer kan kommer kun kunne lidt man med meget men mere mig min mod må når nogen nogle nok
    nu og også om op os over på sig sin skal skulle som så til ud uden under var ved vi vil ville vores være
    været vær bedre flere altid aldrig ofte kunne bør ønsker ønske mangler
"""
SMALL = frozenset(SMALL_WORDS.split())
"""Words that say nothing of what an idea is about."""
ENDINGS = re.compile(r"(?:erne|enes|ernes|ende|ene|ens|ets|ers|en|et|er|es|e|s|t)$")


@dataclass(frozen=True)
class Pair:
    """Two ideas, the older number first, and how alike they are (0 to 100)."""

    one: Idea
    other: Idea
    score: float


@dataclass(frozen=True)
class Gist:
    """What an idea speaks of."""

    title: str
    words: frozenset[str]


def gist(title: str, text: str) -> Gist:
    """What is compared of an idea."""
    return Gist(" ".join(sorted(_stems(title)))[:READ_TITLE], _stems(f"{title} {text}"))


def likeness(one: Gist, other: Gist) -> tuple[float, float]:
    """How alike two ideas are (0 to 100), and how alike by their titles alone."""
    like = fuzz.ratio(one.title, other.title, score_cutoff=TITLES) if one.title and other.title else 0.0
    return max(_shared(one.words, other.words), like), like


def alike(ideas: Iterable[Idea], apart: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """The pairs that resemble each other the most among the newest ideas (given by number), best first; never one of
    `apart` (ids, smaller first)."""
    read = [(idea, gist(idea.title, idea.text)) for idea in list(ideas)[-NEWEST:]]
    said = set(apart)
    found: list[tuple[float, float, int, Idea, Idea]] = []
    for (one, one_gist), (other, other_gist) in combinations(read, 2):
        score, like = likeness(one_gist, other_gist)
        if score >= ALIKE and (min(one.id or 0, other.id or 0), max(one.id or 0, other.id or 0)) not in said:
            found.append((-score, -like, len(found), one, other))
    return [Pair(one, other, -score) for score, _, _, one, other in nsmallest(MOST, found)]


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in re.findall(r"[^\W_]+", words[:READ].lower()) if word not in SMALL)


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    """How much of what the shorter of the two speaks of, the other speaks of too; one word alone is chance."""
    shared = len(words & others)
    return 100 * shared / min(len(words), len(others)) if shared > 1 else 0.0
