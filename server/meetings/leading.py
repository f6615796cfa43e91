"""Leading a meeting from phase to phase. The order of what features do then stands in `phases.py`."""

from schemas.format import Phase
from schemas.meeting import PhaseEntered
from server.change import Change
from server.meetings.phases import every_part, part_of


async def lead_on(board: Change, phase: Phase) -> None:
    """Leave the phase that the meeting of a change is in, and enter `phase`. Raises NotNow where it cannot be entered
    yet; then nothing has changed."""
    await leave_phase(board, phase)
    at = board.at
    at.phase, at.phase_no = phase, at.phase_no + 1
    for part in every_part().values():
        await part.enter(board)
    await part_of(phase).enter(board)
    board.tell(PhaseEntered(at.id, phase.value, at.phase_no))


async def leave_phase(board: Change, phase: Phase | None) -> None:
    """Close or give up what the phase that the meeting is in has open; `phase` comes next, None at the end."""
    await part_of(board.at.phase).leave(board, phase)
    for part in every_part().values():
        await part.leave(board, phase)
