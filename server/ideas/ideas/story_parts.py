"""What features contribute to the page of an idea: what everybody can read, and what belongs to one visitor.

Each feature declares its part in its `fragments.py`, next to the events that change it. The page itself knows none of
them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.seat import Seat
from server.core.hooks import must_be_declared

if TYPE_CHECKING:
    from server.ideas.ideas.queries import Story


@dataclass(frozen=True)
class Own:
    """What belongs to one visitor: `told` are variables for the templates, and `acted` says whether there is anything,
    so that a page that follows the stream must fetch it again."""

    told: Mapping[str, Any]
    acted: bool = False


Load = Callable[[AsyncSession, "Story"], Awaitable[Any]]
LoadOwn = Callable[[AsyncSession, Seat, "Story"], Awaitable[Own]]


async def nothing(session: AsyncSession, story: "Story") -> None:
    """The default for a part that shows nothing to everybody."""


@dataclass(frozen=True)
class StoryPart:
    """A feature's part of the page. `load_own` loads what belongs to the visitor, and `own` lists the personal
    elements, each (DOM id, template), that show it. `load` provides what everybody can read, in `view.parts` under the
    part's name. `blank` has the template's variables when nothing was typed."""

    load_own: LoadOwn
    own: tuple[tuple[str, str], ...]
    load: Load = nothing
    blank: Mapping[str, Any] = field(default_factory=dict)


_PARTS: dict[str, StoryPart] = {}


def on_story(name: str, part: StoryPart) -> None:
    """Declare a feature's part of the page of an idea. Raises ValueError if another feature has that name."""
    if name in _PARTS:
        raise ValueError(f'Two features are "{name}" on the page of an idea: give one of them another name.')
    _PARTS[name] = part


def story_parts() -> dict[str, StoryPart]:
    """All parts of the page of an idea, by name. Raises NotDeclared in a process that has not imported the features."""
    must_be_declared()
    return _PARTS
