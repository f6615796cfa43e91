"""What features contribute to a meeting, phase by phase. The meeting itself knows none of its phases: the feature
behind a phase declares it with `in_phase`, and what a feature contributes to every phase with `in_every_phase`, both in
its `fragments.py`.

**Order.** Leading a meeting on is one change: (1) the current phase's `leave`, (2) every feature's `leave`; now the
meeting is in the next phase; (3) every feature's `enter`, (4) the new phase's own `enter`, (5) PhaseEntered is told.
Ending a meeting is (1) and (2) with no next phase, (3) BEFORE_END, (4) the meeting is marked as over, (5) AFTER_END,
(6) MeetingEnded is told. SETTLED is a change of its own, an hour later, and then MeetingSettled is told: until then
the meeting can be opened again. Within a step, features are called in no particular order.

**Exceptions.** All of this is one transaction, under the board's lock. If a hook raises, all is undone and nothing is
told. `enter` raises NotNow, with a sentence for the coordinator, if the phase cannot be entered yet. `leave` must not
raise, since no meeting may be stuck in a phase.

**Loading.** A page is read in one snapshot, each part when something first asks for it (`server/live/parts.py`). A part
may build on others, and asks for them before its own queries. Each takes a fixed number of queries, however many ideas
and members there are.
"""

from collections.abc import Awaitable, Callable, Sequence
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
Pictures = Callable[["Room"], Sequence[Any]]
Enter = Callable[["Change"], Awaitable[object]]
Leave = Callable[["Change", Phase | None], Awaitable[None]]
"""Its argument is the phase that comes next; None if the meeting ends."""
Elements = tuple[tuple[str, str], ...]
"""Personal elements, each (DOM id, template), that a member's page fetches again after a broadcast."""


async def nothing(*_: Any) -> None:
    """The default for a phase that loads nothing of its own, or does nothing when it is entered or left."""


def no_pictures(_: "Room") -> Sequence[Any]:
    """The default for a phase in which the projector shows one thing."""
    return ()


@dataclass(frozen=True)
class PhasePart:
    """What a phase consists of. Templates: `room` goes inside #room, `stage` on the projector's screen, and `desk` has
    the coordinator's tools for this phase ("": there are none), `next` their next action in it, for as long as there is
    one: leading on is then the second thing to do. `bar` is what a member has at the bottom of the phone: the phase's
    one wide button ("": there is nothing to send). `load` provides `view.part`, and `load_own` provides `own.part`,
    which may have an attribute `acted`: whether there is anything in it."""

    room: str
    stage: str
    desk: str = ""
    next: str = ""
    bar: str = ""
    load: Load = nothing
    load_own: LoadOwn = nothing
    own: Elements = ()
    enter: Enter = nothing
    leave: Leave = nothing
    pictures: Pictures = no_pictures
    """What the projector shows one after another; `stage` is drawn once for each, as `picture`, or once for none."""
    leads: Callable[["Room"], bool] = lambda _: True
    """Whether leading on comes next; if not, the one next action is among the phase's own tools."""
    waits: bool = False
    """Whether the projector stays on a picture until the coordinator turns it."""
    counted_in: Phase | None = None
    """The phase in which what people gave in this one is counted. A meeting that nobody ends goes there first."""


@dataclass(frozen=True)
class EveryPhase:
    """What a feature contributes to every phase, under its name: `load` provides `view.<name>` for templates,
    `load_own` `own.<name>`, and `load_state` `state.<name>`; at the desk `load_desk`, if there is one, replaces
    `load_state`. As long as the state has a true attribute `busy`, it changes without events and is read every
    second."""

    load: Load | None = None
    load_own: LoadOwn | None = None
    load_state: LoadState | None = None
    load_desk: LoadState | None = None
    own: Elements = ()
    enter: Enter = nothing
    leave: Leave = nothing


BEFORE_END: Hooks["Change"] = Hooks()
"""The meeting is about to end: what was shown in part is shown in full."""
AFTER_END: Hooks["Change"] = Hooks()
"""The meeting is over: a draft of its results is written down. It may be opened again, and end once more."""
SETTLED: Hooks["Change"] = Hooks()
"""The meeting can no longer be opened again: secret answers are counted, and deleted. Called once for a meeting."""
_PARTS: dict[Phase, PhasePart] = {}
_EVERY: dict[str, EveryPhase] = {}


def in_phase(phase: Phase, part: PhasePart) -> None:
    """Declare what a phase puts before the room, and what it does when entered and left. Raises ValueError if another
    feature has declared it already: which of the two applied would depend on the order of imports."""
    if phase in _PARTS:
        raise ValueError(f"Two features put Phase.{phase.name} before the room: one of them has to give it up.")
    _PARTS[phase] = part


def in_every_phase(name: str, part: EveryPhase) -> None:
    """Declare what a feature shows and does in every phase, under the name that templates use. Raises ValueError if
    another feature has that name."""
    if name in _EVERY:
        raise ValueError(f'Two features are "{name}" in every phase: give one of them another name.')
    _EVERY[name] = part


def part_of(phase: Phase) -> PhasePart:
    """What a phase consists of. Raises NotDeclared in a process that has not imported the features."""
    must_be_declared()
    return _PARTS[phase]


in_templates("phase_part", part_of)


def every_part() -> dict[str, EveryPhase]:
    """What features contribute to every phase, by name. Raises NotDeclared in a process that has not imported them."""
    must_be_declared()
    return _EVERY


def check_phases() -> None:
    """Raise NotDeclared for a phase that no feature has declared. Called once all features are imported."""
    for phase in Phase:
        if phase not in PHASES:
            raise NotDeclared(f"Phase.{phase.name} has no row in PHASES (schemas/format.py): write what it allows.")
        if phase not in _PARTS:
            raise NotDeclared(
                f"Nobody puts Phase.{phase.name} before the room: write in_phase(Phase.{phase.name}, PhasePart("
                f'"…/room.html", "…/stage.html")) in the fragments.py of the feature whose phase it is.'
            )
