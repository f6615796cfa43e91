"""Which live pages show what the board was asked: the room, the desk and the wall, in "Siden sidst" and while the
room talks."""

from schemas.consultation import ConsultationChanged
from server.live.pages import shows
from server.meeting.meetings.phases import EveryPhase, in_every_phase
from server.work.consultations.queries import load_cases

in_every_phase("cases", EveryPhase(load=load_cases))
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, ConsultationChanged)
