"""The addresses of the open pages: each page has one in Danish and one in English, and nothing else leads to it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl

from starlette.types import Scope

from schemas.stages import Stage
from server.core.errors import N_


class Leaf(StrEnum):
    """What is shown."""

    LIST = "list"
    BOARD = "board"
    GROUP = "group"
    IDEA = "idea"
    STORY = "story"
    POSTER = "poster"
    FRAME = "frame"
    FEED = "feed"
    SHEET = "sheet"
    CALENDAR = "calendar"
    RULES = "rules"
    """What may be written at the board, and how often something was shown and refused."""
    MINUTES = "minutes"
    """Those with a number, or without one the list of all."""


@dataclass(frozen=True)
class Spelling:
    """The words of the addresses in one language."""

    root: str
    group: str
    page: str
    size: str
    leaves: dict[Leaf, str]


SPELLINGS = {
    "da": Spelling(
        "aabent",
        "trin",
        "side",
        "str",
        {
            Leaf.STORY: "historie",
            Leaf.POSTER: "plakat",
            Leaf.FRAME: "ramme",
            Leaf.FEED: "nyt.atom",
            Leaf.SHEET: "ideer.csv",
            Leaf.CALENDAR: "moeder.ics",
            Leaf.RULES: "regler",
            Leaf.MINUTES: "referat",
        },
    ),
    "en": Spelling(
        "open",
        "step",
        "page",
        "size",
        {
            Leaf.STORY: "story",
            Leaf.POSTER: "poster",
            Leaf.FRAME: "frame",
            Leaf.FEED: "news.atom",
            Leaf.SHEET: "ideas.csv",
            Leaf.CALENDAR: "meetings.ics",
            Leaf.RULES: "rules",
            Leaf.MINUTES: "minutes",
        },
    ),
}
SMALL, LARGE = "a4", "a3"
SIZES = (SMALL, LARGE)
"""The papers that a poster is made for."""


@dataclass(frozen=True)
class Group:
    """Ideas that have come equally far, and stand together."""

    key: str
    stages: frozenset[Stage]
    title: str
    spelled: dict[str, str]


GROUPS = (
    Group("done", frozenset({Stage.DONE}), N_("Det er gjort"), {"da": "gjort", "en": "done"}),
    Group("told", frozenset({Stage.TOLD}), N_("Det har vi svaret på"), {"da": "besvaret", "en": "answered"}),
    Group("work", frozenset({Stage.WORK}), N_("Det er vi i gang med"), {"da": "i-gang", "en": "under-way"}),
    Group("answer", frozenset({Stage.ANSWER}), N_("Det får snart svar"), {"da": "faar-svar", "en": "to-be-answered"}),
    Group("rest", frozenset({Stage.REST}), N_("Det må vente lidt"), {"da": "venter", "en": "waiting"}),
    Group(
        "said",
        frozenset({Stage.WRITTEN, Stage.CHOSEN, Stage.HEARD}),
        N_("Det har I sagt"),
        {"da": "sagt", "en": "said"},
    ),
    Group("no", frozenset({Stage.DECLINED}), N_("Det kan vi ikke"), {"da": "kan-ikke", "en": "not-possible"}),
)
"""In the order in which a page shows them: what was done comes first."""
BY_KEY = {group.key: group for group in GROUPS}


@dataclass(frozen=True)
class Spot:
    """One open page, in whatever language. `page` counts from 1, where a page goes on on others."""

    leaf: Leaf
    slug: str = ""
    number: int = 0
    group: str = ""
    page: int = 1
    size: str = SMALL

    def path(self, language: str) -> str:
        """Its address, without a host. Pages are kept under it."""
        told = SPELLINGS[language]
        parts = [told.root, *([self.slug] if self.slug else [])]
        if self.number:
            parts.append(str(self.number))
        if self.group:
            parts += [told.group, BY_KEY[self.group].spelled[language]]
        if self.leaf in told.leaves:
            parts.insert(2 if self.leaf == Leaf.MINUTES else len(parts), told.leaves[self.leaf])
        if self.page > 1:
            parts += [told.page, str(self.page)]
        path = "/" + "/".join(parts)
        return path if self.size == SMALL else f"{path}?{told.size}={self.size}"

    def turned(self, page: int) -> "Spot":
        """Another of the pages on which it goes on."""
        return replace(self, page=page)


def board_at(slug: str) -> Spot:
    """A board's open page."""
    return Spot(Leaf.BOARD, slug)


def idea_at(slug: str, number: int) -> Spot:
    """The page of an idea."""
    return Spot(Leaf.IDEA, slug, number)


SITEMAP = "/sitemap.xml"
ENDS = {told.leaves[Leaf.POSTER]: told.size for told in SPELLINGS.values()}
LISTS = frozenset(f"/{told.root}" for told in SPELLINGS.values())
LOOKED_FOR = ("q", "region", "kind", "side")
"""What may be asked for in the list of all boards."""


def language_at(path: str) -> str:
    """The language of an open path."""
    root = path[1:].split("/", 1)[0]
    return next((language for language, told in SPELLINGS.items() if told.root == root), "da")


def asked_in(scope: Scope) -> dict[str, str]:
    """What an address asks for after its question mark; of several of one name the first."""
    if not scope["query_string"]:
        return {}
    found = parse_qsl(scope["query_string"].decode("utf-8", "replace"), errors="replace")
    return dict(reversed(found))


def key_of(scope: Scope) -> str | None:
    """Under what the page of an address is kept: its path, and the size of a poster's paper. Whatever else is asked
    for changes nothing. None for what is not kept: a search in the list of all boards."""
    path: str = scope["path"]
    name = ENDS.get(path.rpartition("/")[2])
    if name is not None:
        return f"{path}?{name}={LARGE}" if asked_in(scope).get(name) == LARGE else path
    if path in LISTS and any(asked_in(scope).get(each) for each in LOOKED_FOR):
        return None
    return path
