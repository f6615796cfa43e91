"""What the phase "Tal sammen" shows, and which events change it. The queue is shown in every phase that has one."""

from schemas.consultation import ConsultationChanged
from schemas.discussion import FocusMoved, NoteWritten, QueueMoved
from schemas.format import Phase
from schemas.idea import IdeaHidden, StatusChanged, WordsErased
from schemas.meeting import PhaseEntered
from server.core.seat_hooks import SEAT_LEFT
from server.live.pages import moves, shows
from server.meeting.meetings.fragments import ENDS, ROOM
from server.meeting.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase
from server.room.discussion.queries import load_own_talk, load_talk
from server.room.discussion.queue import end_talk, load_queue, own_turn, step_out
from server.web.pictures import pictures

in_phase(
    Phase.DISCUSS,
    PhasePart(
        "room/discussion/talking.html",
        "room/discussion/stage.html",
        "room/discussion/tools.html",
        next="room/discussion/next.html",
        bar="room/discussion/queue.html",
        load=load_talk,
        pictures=lambda room: () if room.part.about else pictures(room.ideas),
        load_own=load_own_talk,
    ),
)
in_every_phase(
    "queue",
    EveryPhase(load=load_queue, load_own=own_turn, own=(("hand", "room/discussion/hand.html"),), leave=end_talk),
)
SEAT_LEFT.add(step_out)
ABOUT = (FocusMoved, PhaseEntered, *ENDS, StatusChanged, IdeaHidden, WordsErased, ConsultationChanged)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("desk", "tools", "meeting/meetings/tools.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, FocusMoved, NoteWritten)
shows("screen", "question", "meeting/meetings/question.html", FocusMoved, ConsultationChanged)
shows("desk", "next", "meeting/meetings/next.html", FocusMoved, ConsultationChanged)
shows("desk", "tools", "meeting/meetings/tools.html", ConsultationChanged)
shows("meeting", "comment-write", "ideas/comments/write.html", *ABOUT)
shows("meeting", "others", "room/discussion/others.html", *ROOM, FocusMoved, ConsultationChanged)
shows("meeting", "bar", "meeting/meetings/bar.html", QueueMoved)
for page, template in (("desk", "desk_queue"), ("screen", "screen_queue")):
    shows(page, "queue", f"room/discussion/{template}.html", QueueMoved, PhaseEntered, *ENDS)
shows("desk", "note-write", "room/discussion/note.html", *ABOUT, NoteWritten)
moves(QueueMoved, "queue")
moves(FocusMoved, "part")
moves(NoteWritten, "part")
shows("idea", "story", "ideas/ideas/story_told.html", NoteWritten)
