"""What minutes are made of on every kind of paper: the page, the print and the PDF draw the same blocks."""

from dataclasses import dataclass, field


@dataclass
class Text:
    """A paragraph. `own`: in the words of a person, with their line ends; else one of our sentences."""

    text: str
    own: bool = False
    kind: str = "text"


@dataclass
class Facts:
    """Pairs of a word and what holds for it."""

    facts: list[tuple[str, str]]
    kind: str = "facts"


@dataclass
class Table:
    """A table with a header row; the first cell of a row names it. `strong` are the rows that matter most."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    strong: list[int] = field(default_factory=list)
    kind: str = "table"


@dataclass
class Item:
    """An idea spoken of at length: what it is called, its words, and what was said or agreed."""

    number: str
    title: str
    words: str = ""
    note: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    kind: str = "item"


Block = Text | Facts | Table | Item


@dataclass
class Section:
    """A part of the minutes. `key` and `shown` are for the form; only the rest is read."""

    key: str
    title: str
    blocks: list[Block]
    own: list[Text]
    """What the coordinator has added."""
    shown: bool = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.blocks and not self.own


@dataclass
class Document:
    """Minutes as they are read. `head` stands above all sections."""

    kind: str
    title: str
    board: str
    head: list[tuple[str, str]]
    sections: list[Section]
    state: str = ""
    """A sentence for drafts and corrections; empty otherwise."""
    draft: bool = False

    @property
    def read(self) -> list[Section]:
        """The sections that are read."""
        return [section for section in self.sections if section.shown and not section.empty]
