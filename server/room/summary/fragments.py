"""What the phase "Luk" and the page after a meeting show, and which events change it."""

from schemas.ending import MeetingSettled
from schemas.format import Phase
from schemas.idea import AgreementMade, IdeaHidden, StatusChanged, WordsErased
from schemas.meeting import MeetingBegun, MeetingChanged, MeetingOpened, PhaseEntered
from schemas.minutes import MinutesChanged
from server.core.seat_hooks import LAST_WORDS
from server.live.pages import shows
from server.meeting.meetings.fragments import ENDS
from server.meeting.meetings.phases import SETTLED, EveryPhase, PhasePart, in_every_phase, in_phase
from server.room.summary.attended import load_attended
from server.room.summary.heard import count_heard, heard_on_leaving
from server.room.summary.queries import load_own_heard, load_summary

in_phase(
    Phase.CLOSE,
    PhasePart(
        "room/summary/closing.html",
        "room/summary/stage.html",
        desk="room/summary/desk.html",
        bar="room/summary/bar.html",
        load=load_summary,
        pictures=lambda room: (None, *room.part.items),
        load_own=load_own_heard,
        own=(("heard", "room/summary/heard.html"),),
    ),
)
in_every_phase("attended", EveryPhase(load_state=load_attended))
SETTLED.add(count_heard)
LAST_WORDS.add(heard_on_leaving)
for page in ("meeting", "desk", "screen"):
    shows(page, "attended", "room/summary/attended.html", state=True)
shows("meeting", "leaving", "room/summary/leaving.html", *ENDS)
shows(
    *("desk", "after", "meeting/meetings/ended_desk.html", *ENDS, MeetingSettled, MinutesChanged),
    *(MeetingOpened, MeetingBegun, PhaseEntered, MeetingChanged, StatusChanged, IdeaHidden, WordsErased, AgreementMade),
)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, MeetingSettled)
