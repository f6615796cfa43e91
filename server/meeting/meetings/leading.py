"""Leading a meeting from phase to phase. `phases.py` says in which order features do their part."""

from schemas.format import Phase
from schemas.meeting import MeetingBegun, PhaseEntered
from server.core.change import Change
from server.meeting.meetings.phases import every_part, part_of


async def begin(change: Change) -> None:
    """Begin the change's meeting with the phase that it stands in. What people did while they waited stays. Does
    nothing once the meeting has begun."""
    if not change.at.begun:
        change.at.in_lobby = False
        change.tell(MeetingBegun(change.at.id))


async def lead_on(change: Change, phase: Phase) -> None:
    """Leave the current phase of the change's meeting and enter `phase`. Raises NotNow if it cannot be entered yet,
    which undoes the change."""
    await leave_phase(change, phase)
    at = change.at
    at.phase, at.phase_no, at.in_lobby = phase, at.phase_no + 1, False
    for part in every_part().values():
        await part.enter(change)
    await part_of(phase).enter(change)
    change.tell(PhaseEntered(at.id, phase.value, at.phase_no))


async def leave_phase(change: Change, phase: Phase | None) -> None:
    """Close or give up whatever the meeting's current phase has open. `phase` is the one that comes next; None if the
    meeting ends."""
    await part_of(change.at.phase).leave(change, phase)
    for part in every_part().values():
        await part.leave(change, phase)
