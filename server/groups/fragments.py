"""What the phase "Saml" shows, and which events change it. How ideas were also written stands in every phase."""

from schemas.format import Phase
from schemas.group import IdeasGrouped
from server.groups.queries import load_grouping
from server.groups.wordings import load_also
from server.live.pages import shows
from server.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase

in_phase(Phase.GROUP, PhasePart("groups/room.html", "groups/stage.html", desk="groups/desk.html", load=load_grouping))
in_every_phase("also", EveryPhase(load=load_also))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, IdeasGrouped)
