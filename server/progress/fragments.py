"""What the progress page shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.format import Phase
from schemas.idea import IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged
from server.live.pages import live_page, shows
from server.meetings.phases import PhasePart, in_phase
from server.progress.queries import load_progress
from server.progress.since import load_since

in_phase(Phase.SINCE_LAST, PhasePart("progress/since.html", "progress/since_stage.html", load=load_since))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, AnswerGiven)
live_page("progress", load_progress)
shows("progress", "progress", "progress/stages.html", IdeasRevealed, IdeaEdited, IdeaHidden, StatusChanged, AnswerGiven)
