"""What the phase "Siden sidst" puts before the room, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.format import Phase
from server.follow_ups.queries import own_in_room
from server.live.pages import shows
from server.meetings.phases import PhasePart, in_phase
from server.since_last.queries import load_since

in_phase(
    Phase.SINCE_LAST,
    PhasePart(
        "since_last/since.html",
        "since_last/since_stage.html",
        load=load_since,
        load_own=own_in_room,
        own=(("asked", "follow_ups/room.html"),),
    ),
)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, AnswerGiven)
