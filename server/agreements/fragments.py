"""What the phase "Aftal" shows, and which events change it."""

from schemas.format import Phase
from schemas.idea import AgreementMade
from server.agreements.queries import load_agreeing
from server.live.pages import shows
from server.meetings.phases import PhasePart, in_phase

in_phase(
    Phase.AGREE,
    PhasePart("agreements/agreeing.html", "agreements/stage.html", desk="agreements/desk.html", load=load_agreeing),
)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
    ("idea", "story", "ideas/story_told.html"),
):
    shows(page, region, template, AgreementMade)
