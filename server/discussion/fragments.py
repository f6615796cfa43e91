"""What the phase "Tal sammen" shows, and which events change it. The queue is shown in every phase that has one."""

from schemas.discussion import FocusMoved, NoteWritten, QueueMoved
from schemas.format import Phase
from schemas.idea import IdeaHidden, StatusChanged
from schemas.meeting import MeetingCancelled, MeetingEnded, PhaseEntered
from server.discussion.queries import load_own_talk, load_talk
from server.discussion.queue import end_talk, load_queue, own_turn, step_out
from server.live.pages import shows
from server.meetings.fragments import ROOM
from server.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase
from server.seat_hooks import SEAT_LEFT

in_phase(
    Phase.DISCUSS,
    PhasePart(
        "discussion/talking.html",
        "discussion/stage.html",
        "discussion/tools.html",
        load=load_talk,
        load_own=load_own_talk,
    ),
)
in_every_phase(
    "queue", EveryPhase(load=load_queue, load_own=own_turn, own=(("hand", "discussion/hand.html"),), leave=end_talk)
)
SEAT_LEFT.add(step_out)
ABOUT = (FocusMoved, PhaseEntered, MeetingEnded, MeetingCancelled, StatusChanged, IdeaHidden)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, FocusMoved, NoteWritten)
shows("meeting", "comment-write", "comments/write.html", *ABOUT)
shows("meeting", "others", "discussion/others.html", *ROOM, FocusMoved)
for page, template in (("meeting", "queue"), ("desk", "desk_queue"), ("screen", "screen_queue")):
    shows(page, "queue", f"discussion/{template}.html", QueueMoved, PhaseEntered, MeetingEnded, MeetingCancelled)
shows("desk", "note-write", "discussion/note.html", *ABOUT, NoteWritten)
shows("idea", "story", "ideas/story_told.html", NoteWritten)
