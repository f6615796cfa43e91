"""The phase "Saml", and the events that change what it shows. Other wordings of merged ideas are shown in every
phase."""

from schemas.format import Phase
from schemas.group import IdeasGrouped
from server.ideas.groups.queries import load_grouping
from server.ideas.groups.wordings import load_also
from server.live.pages import moves, shows
from server.meeting.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase

in_phase(
    Phase.GROUP,
    PhasePart(
        "ideas/groups/room.html",
        "ideas/groups/stage.html",
        desk="ideas/groups/desk.html",
        bar="ideas/groups/bar.html",
        load=load_grouping,
        pictures=lambda room: room.part.pictures,
    ),
)
in_every_phase("also", EveryPhase(load=load_also))
moves(IdeasGrouped, "ideas", "also", "part")
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("desk", "tools", "meeting/meetings/tools.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, IdeasGrouped)
