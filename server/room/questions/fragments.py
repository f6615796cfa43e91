"""What the phase "Spørgsmål" shows, and which events change it. The questions are shown while they are written, too."""

from schemas.format import Phase
from schemas.question_time import QuestionRulesSet, SupportMoved, TurnMoved
from server.live.pages import moves, shows
from server.meeting.meetings.fragments import ROOM
from server.meeting.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase
from server.room.questions.carrying import leave_the_floor
from server.room.questions.desk import load_calling
from server.room.questions.own import load_own_asking
from server.room.questions.queries import load_queue

in_phase(
    Phase.QUEUE,
    PhasePart(
        "room/questions/room.html",
        "room/questions/stage.html",
        "room/questions/desk.html",
        "room/questions/next.html",
        load=load_calling,
        pictures=lambda room: room["questions"].pictures,
        leave=leave_the_floor,
        leads=lambda room: room["questions"].now is None and room["questions"].next is None,
    ),
)
in_every_phase(
    "questions",
    EveryPhase(load=load_queue, load_own=load_own_asking, own=(("asking", "room/questions/mine.html"),)),
)
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", TurnMoved, SupportMoved, QuestionRulesSet)
shows("meeting", "others-ask", "room/questions/asked.html", *ROOM, TurnMoved, SupportMoved, QuestionRulesSet)
shows("desk", "tools", "meeting/meetings/tools.html", TurnMoved, SupportMoved, QuestionRulesSet)
shows("desk", "next", "meeting/meetings/next.html", TurnMoved, SupportMoved, QuestionRulesSet)
shows("screen", "stage", "meeting/meetings/stage.html", TurnMoved, SupportMoved, QuestionRulesSet)
moves(TurnMoved, "questions", "part", "ideas")
moves(SupportMoved, "questions")
