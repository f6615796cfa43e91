"""The regions of a meeting's pages, and the events that change each of them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from schemas.ending import MeetingCancelled, MeetingEnded, MeetingOpenedAgain
from schemas.idea import IdeaAdmitted, IdeaEdited, IdeaHidden, IdeaProposed, IdeasRevealed, StatusChanged, WordsErased
from schemas.meeting import (
    BoundLifted,
    BoundReached,
    DoorMoved,
    MeetingBegun,
    MeetingChanged,
    PhaseEntered,
    TimerSet,
    VotingSet,
    WallTurned,
)
from schemas.round import RoundClosed, RoundOpened, RoundVoided
from schemas.seat import SeatChanged, SeatJoined, SeatReturned
from server.core.access import runtime_of
from server.live.audience import Follower
from server.live.pages import STATE, Gathering, live_page, moves, shows, silent
from server.meeting.meetings.phases import BEFORE_END, EveryPhase, in_every_phase
from server.meeting.meetings.queries import Room, load_room, meeting_by_screen
from server.meeting.meetings.reopening import may_open_until
from server.meeting.meetings.state import RoomState, load_desk_state, load_room_state
from server.meeting.meetings.wall import begin_anew
from server.web.guards import at_desk, at_meeting


async def _in_room(request: HTTPConnection, meeting: str) -> Follower:
    return Follower.sitting(await at_meeting(request, meeting))


async def _at_desk(request: HTTPConnection, meeting: str) -> Follower:
    return Follower.sitting(await at_desk(request, meeting))


async def _on_screen(request: HTTPConnection, token: str) -> Follower:
    async with runtime_of(request).database.snapshot() as session:
        meeting = await meeting_by_screen(session, token)
    return Follower.looking_on(request, meeting.board_id, meeting.public_id)


_BESIDE = frozenset({"where", "doing", "timer", "clock", "next", "closed"})
"""The desk's row of controls, and what stands above all: they stay when the meeting is over."""
_ENDED = Gathering("desk", _BESIDE, lambda room: room.meeting.over, within=frozenset({"after-again"}))
live_page("meeting", _in_room, load_room, load_room_state)
live_page("desk", _at_desk, load_room, load_desk_state, _ENDED)
live_page("screen", _on_screen, load_room, load_room_state)


async def _again_until(session: AsyncSession, room: Room, _: RoomState) -> datetime | None:
    return await may_open_until(session, room.meeting) if room.meeting.over else None


ENDS = (MeetingEnded, MeetingCancelled, MeetingOpenedAgain)
"""The meeting is over, or goes on after all."""
ROOM = (
    *(MeetingBegun, PhaseEntered, *ENDS, RoundOpened, RoundClosed, RoundVoided),
    *(IdeasRevealed, IdeaAdmitted, IdeaEdited, IdeaHidden, WordsErased, StatusChanged),
    MeetingChanged,
)
shows("desk", "desk", "meeting/meetings/columns.html", *ENDS)  # first, since it brings the others with it
for page in ("meeting", "desk", "screen"):
    shows(page, "where", "meeting/meetings/where.html", MeetingBegun, PhaseEntered, *ENDS, MeetingChanged)
    shows(page, "timer", "meeting/meetings/timer.html", TimerSet, MeetingBegun, PhaseEntered, *ENDS)
    shows(page, "here", "meeting/meetings/here.html", state=True)
    shows(page, "turnout", "room/votes/turnout.html", state=True)
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", *ROOM)
    shows(page, "count", "ideas/ideas/count.html", IdeaProposed, IdeaAdmitted, StatusChanged)
shows("meeting", "bar", "meeting/meetings/bar.html", PhaseEntered, *ENDS, RoundOpened, RoundClosed, RoundVoided)
shows("meeting", "scribe", "room/paper/way.html", SeatChanged)
shows("meeting", "role-told", "meeting/seats/role_told.html", SeatChanged)
shows("screen", "stage", "meeting/meetings/stage.html", *ROOM, IdeaProposed)
shows("screen", "join", "meeting/meetings/join.html", MeetingBegun, PhaseEntered, DoorMoved, WallTurned, *ENDS)
shows("screen", "question", "meeting/meetings/question.html", *ROOM)
shows("screen", "wall", "meeting/meetings/wall.html", MeetingBegun, PhaseEntered, WallTurned, *ENDS)
shows("screen", "come", "meeting/meetings/come.html", state=True)
shows("screen", "doing", "meeting/meetings/doing.html", state=True)
shows("desk", "tools", "meeting/meetings/tools.html", *ROOM, VotingSet)
shows("desk", "phases", "meeting/meetings/phases.html", *ROOM)
shows("desk", "next", "meeting/meetings/next.html", *ROOM, DoorMoved)
shows("desk", "clock", "meeting/meetings/clock.html", TimerSet, MeetingBegun, PhaseEntered, *ENDS)
shows("desk", "around", "meeting/meetings/around.html", *ENDS)
shows("desk", "door", "meeting/meetings/door.html", DoorMoved, *ENDS)
shows("desk", "wishes", "meeting/meetings/wishes.html", BoundReached, BoundLifted, *ENDS)
shows("desk", "rules", "room/votes/rules.html", VotingSet, RoundOpened, PhaseEntered, MeetingChanged)
shows("desk", "late", "ideas/ideas/late.html", IdeaProposed, IdeaAdmitted, StatusChanged)
shows("desk", "crowd", "meeting/meetings/crowd.html", state=True)
shows("desk", "doing", "meeting/meetings/doing.html", state=True)
shows("desk", "after-again", "meeting/meetings/open_again.html", state=True)
shows("desk", "people", "meeting/seats/people.html", state=True)
shows("desk", "leading", "meeting/seats/leading.html", state=True)
shows("desk", "balance", "meeting/seats/balance.html", state=True)
shows("desk", "wall-tools", "meeting/meetings/wall_tools.html", state=True)

in_every_phase("again_until", EveryPhase(load_desk=_again_until))
in_every_phase("wall", EveryPhase(enter=begin_anew))
BEFORE_END.add(begin_anew)
moves(TimerSet)
moves(IdeaProposed, "waiting", "part")
moves(SeatJoined, STATE, "vote")
silent(SeatJoined, "who is here is state, told when it changes")
silent(SeatReturned, "only the seat's own pages show it")
