"""What the phase "Saml" shows, and which events change it."""

from schemas.format import Phase
from schemas.group import IdeasGrouped
from server.groups.queries import load_grouping
from server.live.pages import shows
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.GROUP, PhasePart("groups/room.html", "groups/stage.html", desk="groups/desk.html", load=load_grouping))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, IdeasGrouped)
