"""What the phases "Stem" and "Resultat" show, and which events change it."""

from schemas.format import Phase
from schemas.meeting import ResultStepped
from server.live.pages import shows
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.VOTE, PhasePart("votes/voting.html", "votes/stage_voting.html"))
in_phase(Phase.RESULT, PhasePart("votes/result.html", "votes/stage_result.html"))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, ResultStepped)
