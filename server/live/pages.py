"""Which pages are live, what each is made of, and which events change which part.

A page is a set of regions: elements with an id, each with a template of its own. The page includes the template when
it is loaded; the feed renders the very same template when an event touches the region. That is why a page that has
followed the stream equals one that was just loaded.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from schemas.event import EventBase
from server.live.parts import Parts

if TYPE_CHECKING:
    from server.live.audience import Follower

Load = Callable[[AsyncSession, str], Awaitable[Any]]
MayFollow = Callable[[HTTPConnection, str], Awaitable["Follower"]]


@dataclass
class Region:
    """One live element. `events` are the kinds that change it. A `state` region changes without events, and is sent
    whenever its text is different."""

    id: str
    template: str
    events: set[type[EventBase]] = field(default_factory=set)
    state: bool = False
    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The parts of a view (`parts.py`) that the template has asked for, by the view's kind."""

    def note(self, view: Any) -> None:
        """The template is about to be drawn: note what it asks for."""
        if isinstance(view, Parts):
            view.asked = self.asked[view.kind]


@dataclass(frozen=True)
class Gathering:
    """A region that holds others, and has something else in their place while `when(view)` is true. Those `beside` it
    stay on the page either way; those `within` what takes their place are there only then."""

    region: str
    beside: frozenset[str]
    when: Callable[[Any], bool]
    within: frozenset[str] = frozenset()


@dataclass
class Page:
    """A kind of page. `follower` finds whoever asks to follow it; `load` reads what its regions show, and `load_state`
    what its state regions need in addition."""

    name: str
    follower: MayFollow
    load: Load
    load_state: Callable[[AsyncSession, Any], Awaitable[Any]]
    regions: dict[str, Region]
    gathering: Gathering | None = None

    def touched(self, kinds: Iterable[type[EventBase]]) -> list[Region]:
        """The regions that events of these kinds change, in the order in which they were declared."""
        happened = set(kinds)
        return [region for region in self.regions.values() if region.events & happened]

    def there(self, regions: Iterable[Region], view: Any) -> list[Region]:
        """The regions to draw for `regions`, as the page is now. What is not on it is drawn as the region in whose
        place it would be, if an event changed it; that comes first, since it brings the others with it."""
        regions, gathering = list(regions), self.gathering
        if gathering is None:
            return regions
        if not gathering.when(view):
            return [region for region in regions if region.id not in gathering.within]
        there = gathering.beside | gathering.within
        kept = [region for region in regions if region.id in there]
        gone = [region for region in regions if region.id not in there and not region.state]
        return [self.regions[gathering.region], *kept] if gone else kept

    @property
    def lasting(self) -> list[Region]:
        """The regions that events change: the page's whole live part."""
        return [region for region in self.regions.values() if not region.state]

    @property
    def states(self) -> list[Region]:
        """The regions that change without events, and are sent in frames without a number."""
        return [region for region in self.regions.values() if region.state]


PAGES: dict[str, Page] = {}
REGIONS: dict[str, dict[str, Region]] = defaultdict(dict)
"""Per page; a feature may declare a region of a page that another feature declares later."""
SILENT: dict[type[EventBase], str] = {}
MOVES: dict[type[EventBase], frozenset[str]] = {}
STATE = "state"
"""In place of a part: what changes without events too."""


async def no_state(session: AsyncSession, view: Any) -> None:
    """The `load_state` of pages without state regions."""


def live_page(
    name: str, follower: MayFollow, load: Load, load_state: Any = no_state, gathering: Gathering | None = None
) -> None:
    """Declare a live page. `follower(request, public_id)` is called once, when somebody begins to follow, and raises
    NotFound if they may not see the page. `load(session, public_id)` raises NotFound when the page is gone."""
    PAGES[name] = Page(name, follower, load, load_state, REGIONS[name], gathering)


def shows(page: str, region: str, template: str, *events: type[EventBase], state: bool = False) -> None:
    """Declare a region, or more events that change one already declared."""
    REGIONS[page].setdefault(region, Region(region, template, state=state)).events.update(events)


def silent(kind: type[EventBase], why: str) -> None:
    """Declare that an event changes no page, and why."""
    SILENT[kind] = why


def moves(kind: type[EventBase], *parts: str) -> None:
    """Declare that an event moves no parts of a view but these, so that the others need not be read again: with STATE
    the state too. An event of which nothing is declared moves everything."""
    MOVES[kind] = frozenset(parts)


def moved_by(kinds: Iterable[type[EventBase]]) -> frozenset[str] | None:
    """The parts that these events have moved; None for everything."""
    found = [MOVES.get(kind) for kind in kinds]
    return None if None in found else frozenset[str]().union(*(parts for parts in found if parts))


async def prepare(session: AsyncSession, regions: Iterable[Region], view: Any) -> None:
    """Read the parts of `view` that the regions' templates will ask for, as far as they are known to."""
    if isinstance(view, Parts):
        await view.need(session, {name for region in regions for name in region.asked[view.kind]})
