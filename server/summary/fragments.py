"""What the phase "Luk" shows."""

from schemas.format import Phase
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.CLOSE, PhasePart("votes/result.html", "votes/stage_result.html"))
