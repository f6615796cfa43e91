"""What minutes are made of in every form: the page, the print and the PDF draw the same blocks."""

from dataclasses import dataclass, field


@dataclass
class Text:
    """A paragraph. `own`: a person's words, line breaks kept; otherwise a sentence of ours."""

    text: str
    own: bool = False
    kind: str = "text"


@dataclass
class Facts:
    """Labels, each with its value."""

    facts: list[tuple[str, str]]
    kind: str = "facts"


@dataclass
class Table:
    """A table with a header row; the first cell of each row is its heading. `strong` are the indices of the rows to
    emphasise."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    strong: list[int] = field(default_factory=list)
    kind: str = "table"


@dataclass
class Item:
    """An idea at length: its title, its words, and what was said or agreed."""

    number: str
    title: str
    words: str = ""
    note: str = ""
    said: list[str] = field(default_factory=list)
    """What members wrote about it."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    """The last part of its page's address, for those who may go there; `about` says which kind of page."""
    about: str = "ideas"
    kind: str = "item"


Block = Text | Facts | Table | Item


@dataclass
class Section:
    """A section of the minutes. `key` and `shown` are for the form; readers see the rest."""

    key: str
    title: str
    blocks: list[Block]
    own: list[Text]
    """What a coordinator has added."""
    shown: bool = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.blocks and not self.own


@dataclass
class Document:
    """Minutes as they are read, in one language. `head` stands above the sections."""

    kind: str
    title: str
    board: str
    head: list[tuple[str, str]]
    sections: list[Section]
    state: str = ""
    """A sentence saying that this is a draft or has been corrected; empty otherwise."""
    draft: bool = False

    @property
    def read(self) -> list[Section]:
        """The sections to show: those that are not hidden and not empty."""
        return [section for section in self.sections if section.shown and not section.empty]
