"""What the phases "Stem" and "Resultat" show, and which events change it. A result is known in every phase after it."""

from schemas.format import Phase
from schemas.meeting import ResultStepped
from schemas.seat import SeatRemoved
from server.live.pages import shows
from server.meetings.fragments import ROOM
from server.meetings.phases import BEFORE_END, EveryPhase, PhasePart, in_every_phase, in_phase
from server.seat_hooks import SEAT_REMOVED
from server.votes.closing import close_open_round, forget_voters
from server.votes.commands import show_the_whole
from server.votes.opening import note_removed, open_round
from server.votes.queries import load_own_ballot, load_vote
from server.votes.state import load_desk_turnout, load_turnout

in_phase(
    Phase.VOTE,
    PhasePart(
        "votes/voting.html",
        "votes/stage_voting.html",
        "votes/vote_tools.html",
        enter=open_round,
        leave=close_open_round,
        counted_in=Phase.RESULT,
    ),
)
in_phase(Phase.RESULT, PhasePart("votes/result.html", "votes/stage_result.html", "votes/result_tools.html"))
in_every_phase(
    "vote",
    EveryPhase(
        load=load_vote,
        load_own=load_own_ballot,
        load_state=load_turnout,
        load_desk=load_desk_turnout,
        own=(("ballot-note", "votes/note.html"),),
        enter=show_the_whole,
    ),
)
BEFORE_END.add(forget_voters)
SEAT_REMOVED.add(note_removed)
for page in ("meeting", "desk"):
    shows(page, "few", "votes/few.html", state=True)
shows("screen", "few", "votes/stage_few.html", state=True)
shows("desk", "marking", "votes/marking.html", state=True)
shows("desk", "removed", "votes/removed.html", *ROOM, SeatRemoved)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, ResultStepped)
shows("desk", "rules", "votes/rules.html", *ROOM, ResultStepped)
