"""What the pages of a meeting show, and which events change it."""

from starlette.requests import HTTPConnection

from schemas.idea import IdeaAdmitted, IdeaEdited, IdeaHidden, IdeaProposed, IdeasRevealed, StatusChanged
from schemas.meeting import (
    BoundLifted,
    BoundReached,
    DoorMoved,
    MeetingCancelled,
    MeetingChanged,
    MeetingEnded,
    MeetingOpened,
    PhaseEntered,
    TimerSet,
    VotingSet,
)
from schemas.round import RoundClosed, RoundOpened, RoundVoided
from schemas.seat import SeatChanged, SeatJoined, SeatReturned
from server.access import parts_of
from server.guards import at_desk, at_meeting
from server.live.audience import Follower
from server.live.pages import live_page, shows, silent
from server.meetings.queries import load_room, load_screen, meeting_by_screen
from server.meetings.state import load_desk_state, load_room_state


async def _in_room(request: HTTPConnection, meeting: str) -> Follower:
    return Follower.sitting(await at_meeting(request, meeting))


async def _at_desk(request: HTTPConnection, meeting: str) -> Follower:
    return Follower.sitting(await at_desk(request, meeting))


async def _on_screen(request: HTTPConnection, token: str) -> Follower:
    async with parts_of(request).database.snapshot() as session:
        return Follower.looking_on(request, (await meeting_by_screen(session, token)).board_id)


live_page("meeting", _in_room, load_room, load_room_state)
live_page("desk", _at_desk, load_room, load_desk_state)
live_page("screen", _on_screen, load_screen, load_room_state)

ENDS = (MeetingEnded, MeetingCancelled)
ROOM = (
    *(PhaseEntered, *ENDS, RoundOpened, RoundClosed, RoundVoided),
    *(IdeasRevealed, IdeaAdmitted, IdeaEdited, IdeaHidden, StatusChanged),
    MeetingChanged,
)
for page in ("meeting", "desk", "screen"):
    shows(page, "where", "meetings/where.html", PhaseEntered, *ENDS, MeetingChanged)
    shows(page, "timer", "meetings/timer.html", TimerSet, *ENDS)
    shows(page, "here", "meetings/here.html", state=True)
    shows(page, "turnout", "votes/turnout.html", state=True)
for page in ("meeting", "desk"):
    shows(page, "room", "meetings/room.html", *ROOM)
    shows(page, "count", "ideas/count.html", IdeaProposed, IdeaAdmitted, StatusChanged)
shows("meeting", "done", "meetings/done.html", PhaseEntered, *ENDS)
shows("meeting", "scribe", "paper/way.html", SeatChanged)
shows("screen", "stage", "meetings/stage.html", *ROOM, IdeaProposed)
shows("screen", "join", "meetings/join.html", DoorMoved, *ENDS)
shows("desk", "tools", "meetings/tools.html", *ROOM, VotingSet)
shows("desk", "phases", "meetings/phases.html", *ROOM)
shows("desk", "clock", "meetings/clock.html", TimerSet, *ENDS)
shows("desk", "around", "meetings/around.html", *ENDS)
shows("desk", "door", "meetings/door.html", DoorMoved, *ENDS)
shows("desk", "wishes", "meetings/wishes.html", BoundReached, BoundLifted, *ENDS)
shows("desk", "rules", "votes/rules.html", VotingSet, RoundOpened, PhaseEntered, MeetingChanged)
shows("desk", "late", "ideas/late.html", IdeaProposed, IdeaAdmitted, StatusChanged)
shows("desk", "doing", "meetings/doing.html", state=True)
shows("desk", "people", "seats/people.html", state=True)
shows("desk", "leading", "seats/leading.html", state=True)
shows("desk", "balance", "seats/balance.html", state=True)

silent(MeetingOpened, "nobody is in the meeting yet")
silent(SeatJoined, "who is here is state, told when it changes")
silent(SeatReturned, "only the seat's own pages show it")
