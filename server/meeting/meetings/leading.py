"""Leading a meeting from phase to phase. The order of what features do then stands in `phases.py`."""

from schemas.format import Phase
from schemas.meeting import PhaseEntered
from server.core.change import Change
from server.meeting.meetings.phases import every_part, part_of


async def lead_on(change: Change, phase: Phase) -> None:
    """Leave the phase that the meeting of a change is in, and enter `phase`. Raises NotNow where it cannot be entered
    yet; then nothing has changed."""
    await leave_phase(change, phase)
    at = change.at
    at.phase, at.phase_no = phase, at.phase_no + 1
    for part in every_part().values():
        await part.enter(change)
    await part_of(phase).enter(change)
    change.tell(PhaseEntered(at.id, phase.value, at.phase_no))


async def leave_phase(change: Change, phase: Phase | None) -> None:
    """Close or give up what the phase that the meeting is in has open; `phase` comes next, None at the end."""
    await part_of(change.at.phase).leave(change, phase)
    for part in every_part().values():
        await part.leave(change, phase)
