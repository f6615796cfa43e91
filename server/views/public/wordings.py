"""The words of members that stand in an idea, and whether each author lets everybody read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.belonging import BY_ITS_AUTHOR
from schemas.codes import words_digest
from schemas.publication import open_digest

STANDING_IN = text("""
WITH RECURSIVE under AS (
    SELECT id, id AS root FROM idea WHERE id = ANY(:roots)
    UNION SELECT idea.id, under.root FROM idea JOIN under ON idea.merged_into_id = under.id WHERE idea.status = 'merged'
) SELECT under.root, idea.id, idea.title, idea.text, open_words.digest
FROM under JOIN idea ON idea.id = under.id
LEFT JOIN seat ON seat.id = idea.seat_id AND seat.removed_at IS NULL
LEFT JOIN open_words ON open_words.idea_id = idea.id AND open_words.yes AND open_words.seat_id = seat.id
    AND NOT idea.on_paper AND NOT idea.erasing
WHERE (idea.hidden_at IS NULL OR under.root = idea.id) AND (under.root = idea.id OR idea.title <> :erased)
ORDER BY under.root, under.root <> idea.id, idea.number, idea.id
""")
"""A yes counts only from the seat that wrote the idea, for as long as somebody may sit on it, and never for what was
written down on paper for somebody else. Wordings that were erased hold no words."""


@dataclass(frozen=True)
class Words:
    """A title and a text."""

    title: str
    text: str

    @property
    def digest(self) -> bytes:
        """What a yes to them is kept with."""
        return open_digest(self.title, self.text)


@dataclass(frozen=True)
class Wording:
    """Words of a member's."""

    idea_id: int
    words: Words
    yes: bool
    """Whether their author said yes to just these words."""


def may_go(wordings: Iterable[Wording]) -> bool:
    """Whether everybody whose words they are said yes."""
    found = list(wordings)
    return bool(found) and all(each.yes for each in found)


def digest_of(wordings: Iterable[Wording]) -> bytes:
    """What the words that a coordinator has seen are known again by."""
    return words_digest("opened", *(part for each in wordings for part in (each.words.title, each.words.text)))


async def load_wordings(session: AsyncSession, ideas: Iterable[int]) -> Mapping[int, tuple[Wording, ...]]:
    """All wordings that stand in each idea, its own first. One query."""
    found: defaultdict[int, list[Wording]] = defaultdict(list)
    asked = {"roots": list(ideas), "erased": BY_ITS_AUTHOR}
    for root, idea, title, words, digest in (await session.execute(STANDING_IN, asked)).all():
        wrote = Words(title, words)
        found[root].append(Wording(idea, wrote, yes=digest == wrote.digest))
    return {root: tuple(wordings) for root, wordings in found.items()}
