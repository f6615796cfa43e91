"""What the phase "Siden sidst" shows the room, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.format import Phase
from server.live.pages import shows
from server.meeting.meetings.phases import PhasePart, in_phase
from server.room.since_last.queries import load_since
from server.work.follow_ups.queries import own_in_room

in_phase(
    Phase.SINCE_LAST,
    PhasePart(
        "room/since_last/since.html",
        "room/since_last/since_stage.html",
        load=load_since,
        pictures=lambda room: room.part.pictures,
        waits=True,
        load_own=own_in_room,
        own=(("asked", "work/follow_ups/room.html"),),
    ),
)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, AnswerGiven)
