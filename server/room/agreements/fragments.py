"""What the phase "Aftal" shows, and which events change it."""

from schemas.format import Phase
from schemas.idea import AgreementMade
from server.live.pages import shows
from server.meeting.meetings.phases import PhasePart, in_phase
from server.room.agreements.queries import load_agreeing

in_phase(
    Phase.AGREE,
    PhasePart(
        "room/agreements/agreeing.html",
        "room/agreements/stage.html",
        desk="room/agreements/desk.html",
        bar="room/discussion/queue.html",
        load=load_agreeing,
        leads=lambda room: room.part.now is None,
        pictures=lambda room: (room.part.now,) if room.part.now else room.part.items,
    ),
)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("desk", "tools", "meeting/meetings/tools.html"),
    ("desk", "phases", "meeting/meetings/phases.html"),
    ("desk", "next", "meeting/meetings/next.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
    ("idea", "story", "ideas/ideas/story_told.html"),
):
    shows(page, region, template, AgreementMade)
