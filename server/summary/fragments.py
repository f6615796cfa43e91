"""What the phase "Luk" and the page after a meeting show, and which events change it."""

from schemas.format import Phase
from schemas.meeting import MeetingCancelled, MeetingEnded
from server.live.pages import shows
from server.meetings.phases import BEFORE_END, EveryPhase, PhasePart, in_every_phase, in_phase
from server.seat_hooks import LAST_WORDS
from server.summary.attended import load_attended
from server.summary.heard import count_heard, heard_on_leaving
from server.summary.queries import load_own_heard, load_summary

in_phase(
    Phase.CLOSE,
    PhasePart(
        "summary/closing.html",
        "summary/stage.html",
        load=load_summary,
        load_own=load_own_heard,
        own=(("heard", "summary/heard.html"),),
    ),
)
in_every_phase("roles", EveryPhase(load_state=load_attended))
BEFORE_END.add(count_heard)
LAST_WORDS.add(heard_on_leaving)
for page in ("meeting", "desk", "screen"):
    shows(page, "attended", "summary/attended.html", state=True)
shows("meeting", "leaving", "summary/leaving.html", MeetingEnded, MeetingCancelled)
