"""What the phases "Stem" and "Resultat" show, and which events change it."""

from schemas.format import Phase
from schemas.meeting import ResultStepped
from schemas.seat import SeatRemoved
from server.live.pages import shows
from server.meetings.fragments import ROOM
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.VOTE, PhasePart("votes/voting.html", "votes/stage_voting.html", "votes/vote_tools.html"))
in_phase(Phase.RESULT, PhasePart("votes/result.html", "votes/stage_result.html", "votes/result_tools.html"))
for page in ("meeting", "desk"):
    shows(page, "few", "votes/few.html", state=True)
shows("screen", "few", "votes/stage_few.html", state=True)
shows("desk", "marking", "votes/marking.html", state=True)
shows("desk", "removed", "votes/removed.html", *ROOM, SeatRemoved)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, ResultStepped)
shows("desk", "rules", "votes/rules.html", *ROOM, ResultStepped)
