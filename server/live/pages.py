"""Which pages are live, what each is made of, and which events change which part.

A page is a set of regions: elements with an id, each with a template of its own. The page includes the template when
it is loaded; the hub renders the very same template when an event touches the region. That is why a page that
followed the stream equals a page freshly loaded.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from schemas.event import EventBase

if TYPE_CHECKING:
    from server.live.audience import Follower

Load = Callable[[AsyncSession, str], Awaitable[Any]]
MayFollow = Callable[[HTTPConnection, str], Awaitable["Follower"]]


@dataclass
class Region:
    """One live element. `events` change it; a state region is no event's and is told whenever its text changes."""

    id: str
    template: str
    events: set[type[EventBase]] = field(default_factory=set)
    state: bool = False


@dataclass
class Page:
    """A kind of page. `follower` finds whoever asks to follow it; `load` reads what its regions show, `load_state` what
    its state regions show besides."""

    name: str
    follower: MayFollow
    load: Load
    load_state: Callable[[AsyncSession, Any], Awaitable[Any]]
    regions: dict[str, Region]

    def touched(self, kinds: Iterable[type[EventBase]]) -> list[Region]:
        """The regions that events of these kinds change, in the order they were declared."""
        happened = set(kinds)
        return [region for region in self.regions.values() if region.events & happened]

    @property
    def lasting(self) -> list[Region]:
        """The regions that events change: the page's whole live part."""
        return [region for region in self.regions.values() if not region.state]

    @property
    def states(self) -> list[Region]:
        """The regions that are told without a number."""
        return [region for region in self.regions.values() if region.state]


PAGES: dict[str, Page] = {}
REGIONS: dict[str, dict[str, Region]] = defaultdict(dict)
"""Per page; a domain may declare a region of a page that another domain declares later."""
SILENT: dict[type[EventBase], str] = {}


async def no_state(session: AsyncSession, view: Any) -> None:
    """For pages without state regions."""


def live_page(name: str, follower: MayFollow, load: Load, load_state: Any = no_state) -> None:
    """Declare a live page. `follower(request, public id)` looks up whoever asks, once when they begin to follow, and
    raises NotFound for one who may not see the page. `load(session, public id)` raises NotFound when it is gone."""
    PAGES[name] = Page(name, follower, load, load_state, REGIONS[name])


def shows(page: str, region: str, template: str, *events: type[EventBase], state: bool = False) -> None:
    """Declare a region, or that more events change one that is declared already."""
    REGIONS[page].setdefault(region, Region(region, template, state=state)).events.update(events)


def silent(kind: type[EventBase], why: str) -> None:
    """Declare that an event changes no page, and why."""
    SILENT[kind] = why
