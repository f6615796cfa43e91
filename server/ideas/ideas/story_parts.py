"""What features put on the page of an idea: what everybody reads in it, and what in it is one visitor's own.

Each feature declares its part in its `fragments.py`, beside the events that change it. The page of an idea knows none
of them.
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
    """What is one visitor's own: what it tells the templates, and whether there is any of it, so that a page which
    follows the stream fetches it again."""

    told: Mapping[str, Any]
    acted: bool = False


Load = Callable[[AsyncSession, "Story"], Awaitable[Any]]
LoadOwn = Callable[[AsyncSession, Seat, "Story"], Awaitable[Own]]


async def nothing(session: AsyncSession, story: "Story") -> None:
    """For parts that tell everybody nothing besides the story itself."""


@dataclass(frozen=True)
class StoryPart:
    """`load_own` gives what is the visitor's, `own` names the personal elements (dom id, template) that show it; `load`
    gives what everybody reads, as `view.parts` has it under the part's name. `blank` is what the templates are told
    before anything was typed."""

    load_own: LoadOwn
    own: tuple[tuple[str, str], ...]
    load: Load = nothing
    blank: Mapping[str, Any] = field(default_factory=dict)


_PARTS: dict[str, StoryPart] = {}


def on_story(name: str, part: StoryPart) -> None:
    """Declare what a feature puts on the page of an idea. Raises ValueError where another feature has that name."""
    if name in _PARTS:
        raise ValueError(f'Two features are "{name}" on the page of an idea: give one of them another name.')
    _PARTS[name] = part


def story_parts() -> dict[str, StoryPart]:
    """What there is on the page of an idea, by name. Raises NotDeclared where nobody has said."""
    must_be_declared()
    return _PARTS
