"""What each phase puts before the room: its templates, what they read, and what in them is a member's own.

Each domain declares its phase in its `fragments.py`, beside the events that change what the phase shows.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.format import Phase
from schemas.seat import Seat

if TYPE_CHECKING:
    from server.meetings.queries import Room

Load = Callable[[AsyncSession, "Room"], Awaitable[Any]]
LoadOwn = Callable[[AsyncSession, Seat, "Room"], Awaitable[Any]]


async def nothing(session: AsyncSession, room: "Room") -> None:
    """For phases that show no more than the meeting itself."""


async def nothing_own(session: AsyncSession, seat: Seat, room: "Room") -> None:
    """For phases in which a member has nothing of their own besides ideas and ballot."""


@dataclass(frozen=True)
class PhasePart:
    """`room` is the template inside #room, `stage` the projector's, `desk` the coordinator's own tools in this phase
    (none: no such tools). `load` gives `view.part`, `load_own` gives `own.part`; `own` names the personal elements
    (dom id, template) that are fetched again after a broadcast."""

    room: str
    stage: str
    desk: str = ""
    load: Load = nothing
    load_own: LoadOwn = nothing_own
    own: tuple[tuple[str, str], ...] = ()


PARTS: dict[Phase, PhasePart] = {}


def in_phase(phase: Phase, part: PhasePart) -> None:
    """Declare what a phase puts before the room."""
    PARTS[phase] = part
