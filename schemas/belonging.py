"""Belonging (oplysning): one column of a table that can hold something of a person: of what kind it is, the word under
which they are shown it, and what erasing does with it. The map of all of them is `schemas/belongings.py`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


def N_(sentence: str) -> str:  # noqa: N802 - the name that scripts/words looks for
    """Mark a sentence for translation, as server/core/errors.py does; nothing here imports the server."""
    return sentence


class Whose(StrEnum):
    """By what the rows of a person are found; each is a set of values (`schemas/belongings.py` has the SQL)."""

    SEAT = "seat"
    """:seats, ids of seats: a member's own one, or all those of an account."""
    PERSON = "person"
    """:person, the id of an account."""
    ADDRESS = "address"
    """:addresses, mail addresses of which we know that they are theirs: they came by a link that was mailed there, or
    signed in."""
    NAME = "name"
    """:names, as somebody typed them, on :boards. Two people may have the same name, so nobody is shown what is found
    by it: a member may call themselves anything. Whoever erases for somebody looks at each row."""


class Part(StrEnum):
    """Where it stands on "Mine oplysninger", in this order."""

    WHO = "who"
    WORDS = "words"
    THERE = "there"
    ADDRESSES = "addresses"
    DEVICES = "devices"
    MAILS = "mails"
    WORK = "work"
    """What an account leads, answers and has in hand."""
    UNKNOWN = "unknown"
    """What is kept, but nobody can tell whose it is; it is explained, not listed."""


class Kind(StrEnum):
    """Of what kind it is."""

    NAME = "name"
    ADDRESS = "address"
    WORDS = "words"
    """Their own."""
    OTHERS = "others"
    """Somebody else's words; they may be about anybody."""
    OFFICIAL = "official"
    """What staff say for their organisation, with their name on it."""
    CHOICE = "choice"
    """How they want to read, be written to, or be called."""
    PRESENCE = "presence"
    """When they came, left, were here."""
    DEVICE = "device"
    WORK = "work"
    """What they have in hand."""
    MARK = "mark"
    """A hash or random number by which we know something again. It is not shown: it says nothing, or lets somebody
    in."""
    COUNT = "count"
    """A number to which they contributed."""
    LINK = "link"
    """The id of their seat or account: what ties the row to them. It is not shown."""


class Erased(StrEnum):
    """What becomes of it when they have themselves erased."""

    FORGOTTEN = "forgotten"
    """Emptied, or overwritten with words that fit everybody."""
    REPLACED = "replaced"
    """Their own words: replaced by BY_ITS_AUTHOR, or left without a name, as they choose for each."""
    DELETED = "deleted"
    """Its row is deleted."""
    UNTIED = "untied"
    """The link is cut (NULL): the row stays, and nobody can tell whose it was."""
    OFFICIAL = "official"
    """Stays: it is what an organisation said or did, and the name belongs to it."""
    COUNTED = "counted"
    """Stays: it was counted, and says nothing about anybody once the seat has no name."""
    OTHERS = "others"
    """Stays: somebody else wrote it. A coordinator can change it."""
    NOBODYS = "nobodys"
    """Stays until it goes by itself: nobody can tell whose it is."""


BY_ITS_AUTHOR = N_("Slettet af den, der skrev")
"""What takes the place of words that their author had erased. It is stored in Danish, and translated where shown."""


@dataclass(frozen=True)
class Belonging:
    """One column."""

    column: str
    kind: Kind
    word: str
    """The plain Danish word under which it is shown, and its key in the file; "" for a LINK."""
    erased: Erased

    @property
    def shown(self) -> bool:
        """Whether its value is shown. Of a MARK we only say that it is kept."""
        return self.kind is not Kind.LINK


@dataclass(frozen=True)
class Kept:
    """Rows of `table` that belong to somebody, found by `whose` (SQL over the row). One table may have several: what
    is an author's, and what is that of the leader who answers."""

    table: str
    part: Part
    word: str
    """What the rows are called on the page and in the file."""
    whose: dict[Whose, str] = field(default_factory=dict)
    """Empty where nobody can tell."""
    columns: tuple[Belonging, ...] = ()
    said: str = ""
    """A sentence for whoever reads it: what it is, or why it stays."""
    order: str = ""
    """The column by which the rows are listed, oldest first."""

    @property
    def by_others(self) -> bool:
        """Whether others wrote it, so that anybody's name may stand there."""
        return any(each.erased is Erased.OTHERS for each in self.columns)


def _those(kind: Kind, erased: Erased, columns: dict[str, str]) -> tuple[Belonging, ...]:
    return tuple(Belonging(column, kind, word, erased) for column, word in columns.items())


def forgotten(kind: Kind, /, **columns: str) -> tuple[Belonging, ...]:
    """Columns that are emptied."""
    return _those(kind, Erased.FORGOTTEN, columns)


def replaced(kind: Kind, /, **columns: str) -> tuple[Belonging, ...]:
    """Columns with somebody's own words."""
    return _those(kind, Erased.REPLACED, columns)


def deleted(kind: Kind, /, **columns: str) -> tuple[Belonging, ...]:
    """Columns of rows that are deleted."""
    return _those(kind, Erased.DELETED, columns)


def stays(kind: Kind, why: Erased, /, **columns: str) -> tuple[Belonging, ...]:
    """Columns that stay, and why."""
    return _those(kind, why, columns)


def link(erased: Erased, *columns: str) -> tuple[Belonging, ...]:
    """Columns that tie the row to a seat or an account."""
    return _those(Kind.LINK, erased, dict.fromkeys(columns, ""))


HEADINGS: dict[str, frozenset[Erased]] = {
    "goes (emptied, or with its row)": frozenset({Erased.FORGOTTEN, Erased.DELETED}),
    "words, as they choose": frozenset({Erased.REPLACED}),
    "no longer says whose": frozenset({Erased.UNTIED}),
    "stays: official": frozenset({Erased.OFFICIAL}),
    "stays: counted": frozenset({Erased.COUNTED}),
    "stays: others' words, or nobody's": frozenset({Erased.OTHERS, Erased.NOBODYS}),
}


def as_table(kept: Iterable[Kept]) -> str:
    """The map as a table in Markdown, for docs/security.md: whose it is, and what erasing does with each column."""
    lines = ["| rows | of whom | " + " | ".join(HEADINGS) + " |", "|---|---|" + "---|" * len(HEADINGS)]
    for one in kept:
        by = ", ".join(whose.value for whose in one.whose) or "nobody can tell"
        cells = [[each.column for each in one.columns if each.erased in group] for group in HEADINGS.values()]
        lines.append(f"| `{one.table}` | {by} | " + " | ".join(", ".join(cell) or "–" for cell in cells) + " |")
    return "\n".join(lines)
