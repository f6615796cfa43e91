"""What features have in a meeting, phase by phase. A meeting knows none of its phases: who puts one before the room
says so with `in_phase`, and what is the same in every phase with `in_every_phase`, in its `fragments.py`.

**Order.** Leading a meeting on is one change: (1) the phase it is in is left, (2) every feature's `leave`; the meeting
stands in the next phase; (3) every feature's `enter`, (4) the phase's own `enter`; (5) PhaseEntered is told. Ending it:
(1) and (2) with no next phase, (3) BEFORE_END, (4) the meeting is over, (5) AFTER_END, (6) MeetingEnded is told. Among
the features of one of these steps no order is promised.

**Exceptions.** All of it is one transaction, under the board's lock. What a hook raises undoes everything, and nobody
is told. `enter` raises NotNow with a sentence for a phase that cannot be entered yet; `leave` must not: nobody is kept
in a phase.

**Loading.** A page is read at one moment: first what is there in every phase, then the phase's own, which may build on
it, then a member's own, then the state. A fixed number of queries each, however many ideas and members there are.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.format import PHASES, Phase
from schemas.seat import Seat
from server.core.hooks import Hooks, NotDeclared, must_be_declared
from server.web.template_globals import in_templates

if TYPE_CHECKING:
    from server.core.change import Change
    from server.meeting.meetings.queries import Room
    from server.meeting.meetings.state import RoomState

Load = Callable[[AsyncSession, "Room"], Awaitable[Any]]
LoadOwn = Callable[[AsyncSession, Seat, "Room"], Awaitable[Any]]
LoadState = Callable[[AsyncSession, "Room", "RoomState"], Awaitable[Any]]
Enter = Callable[["Change"], Awaitable[object]]
Leave = Callable[["Change", Phase | None], Awaitable[None]]
"""Is given the phase that comes next; None when the meeting ends."""
Elements = tuple[tuple[str, str], ...]
"""Personal elements (dom id, template) that a member's page fetches again after a broadcast."""


async def nothing(*_: Any) -> None:
    """For a phase that shows no more than the meeting itself, or does nothing when it is entered or left."""


@dataclass(frozen=True)
class PhasePart:
    """`room` is the template inside #room, `stage` the projector's, `desk` the coordinator's own tools in this phase
    (none: no such tools). `load` gives `view.part`, `load_own` gives `own.part`. What of it is a member's says as
    `acted` whether there is anything."""

    room: str
    stage: str
    desk: str = ""
    load: Load = nothing
    load_own: LoadOwn = nothing
    own: Elements = ()
    enter: Enter = nothing
    leave: Leave = nothing
    counted_in: Phase | None = None
    """Where what people gave in this phase is counted: a meeting that ends by itself goes there first."""


@dataclass(frozen=True)
class EveryPhase:
    """What a feature has in whatever phase. Templates ask for it by its name: `load` gives `view.<name>`, `load_own`
    `own.<name>`, `load_state` `state.<name>`, and `load_desk` the same at the desk, in place of `load_state`. State
    that says as `busy` that it moves without an event is read every second."""

    load: Load | None = None
    load_own: LoadOwn | None = None
    load_state: LoadState | None = None
    load_desk: LoadState | None = None
    own: Elements = ()
    enter: Enter = nothing
    leave: Leave = nothing


BEFORE_END: Hooks["Change"] = Hooks()
"""The meeting is about to end: what was asked in secret is counted, and forgotten."""
AFTER_END: Hooks["Change"] = Hooks()
"""The meeting is over, and its last phase with it: what it came to is written down."""
_PARTS: dict[Phase, PhasePart] = {}
_EVERY: dict[str, EveryPhase] = {}


def in_phase(phase: Phase, part: PhasePart) -> None:
    """Declare what a phase puts before the room, and what it does when it is entered and left. Raises ValueError where
    another feature has: which of them holds would hang on the order of imports."""
    if phase in _PARTS:
        raise ValueError(f"Two features put Phase.{phase.name} before the room: one of them has to give it up.")
    _PARTS[phase] = part


def in_every_phase(name: str, part: EveryPhase) -> None:
    """Declare what a feature shows and does in whatever phase, by the name that templates know it by. Raises ValueError
    where another feature has that name."""
    if name in _EVERY:
        raise ValueError(f'Two features are "{name}" in every phase: give one of them another name.')
    _EVERY[name] = part


def part_of(phase: Phase) -> PhasePart:
    """What a phase is. Raises NotDeclared where nobody has said."""
    must_be_declared()
    return _PARTS[phase]


in_templates("phase_part", part_of)


def every_part() -> dict[str, EveryPhase]:
    """What there is in every phase, by name. Raises NotDeclared where nobody has said."""
    must_be_declared()
    return _EVERY


def check_phases() -> None:
    """Called when all features are imported. Raises NotDeclared for a phase that nobody puts before the room."""
    for phase in Phase:
        if phase not in PHASES:
            raise NotDeclared(f"Phase.{phase.name} has no row in PHASES (schemas/format.py): write what it allows.")
        if phase not in _PARTS:
            raise NotDeclared(
                f"Nobody puts Phase.{phase.name} before the room: write in_phase(Phase.{phase.name}, PhasePart("
                f'"…/room.html", "…/stage.html")) in the fragments.py of the feature whose phase it is.'
            )
