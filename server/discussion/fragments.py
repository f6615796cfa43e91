"""What the phase "Tal sammen" shows, and which events change it."""

from schemas.discussion import FocusMoved, NoteWritten, QueueMoved
from schemas.format import Phase
from server.live.pages import shows
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.DISCUSS, PhasePart("ideas/revealed.html", "ideas/stage_cards.html"))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, FocusMoved, QueueMoved, NoteWritten)
