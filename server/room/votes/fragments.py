"""What the phases "Stem" and "Resultat" show, and which events change it. A result can be seen in every phase after
it."""

from schemas.format import Phase
from schemas.round import ResultStepped
from schemas.seat import SeatRemoved
from server.core.seat_hooks import CAME_TO_MEETING, SEAT_REMOVED
from server.live.pages import shows
from server.meeting.meetings.fragments import ROOM
from server.meeting.meetings.phases import BEFORE_END, SETTLED, EveryPhase, PhasePart, in_every_phase, in_phase
from server.room.votes.closing import close_open_round, forget_voters, show_in_full
from server.room.votes.commands import show_the_whole
from server.room.votes.opening import note_came, note_removed, open_round
from server.room.votes.queries import load_own_ballot, load_vote
from server.room.votes.stage import result_pictures, voting_pictures
from server.room.votes.state import load_desk_turnout, load_turnout

in_phase(
    Phase.VOTE,
    PhasePart(
        "room/votes/voting.html",
        "room/votes/stage_voting.html",
        "room/votes/vote_tools.html",
        bar="room/votes/bar.html",
        pictures=voting_pictures,
        enter=open_round,
        leave=close_open_round,
        counted_in=Phase.RESULT,
    ),
)
in_phase(
    Phase.RESULT,
    PhasePart(
        "room/votes/result.html",
        "room/votes/stage_result.html",
        "room/votes/result_tools.html",
        "room/votes/next_line.html",
        pictures=result_pictures,
    ),
)
in_every_phase(
    "vote",
    EveryPhase(
        load=load_vote,
        load_own=load_own_ballot,
        load_state=load_turnout,
        load_desk=load_desk_turnout,
        own=(("ballot-note", "room/votes/note.html"),),
        enter=show_the_whole,
    ),
)
BEFORE_END.add(show_in_full)
SETTLED.add(forget_voters)
SEAT_REMOVED.add(note_removed)
CAME_TO_MEETING.add(note_came)
for page in ("meeting", "desk"):
    shows(page, "few", "room/votes/few.html", state=True)
shows("screen", "few", "room/votes/stage_few.html", state=True)
shows("desk", "marking", "room/votes/marking.html", state=True)
shows("desk", "removed", "room/votes/removed.html", *ROOM, SeatRemoved)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("desk", "tools", "meeting/meetings/tools.html"),
    ("desk", "next", "meeting/meetings/next.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, ResultStepped)
shows("desk", "rules", "room/votes/rules.html", *ROOM, ResultStepped)
