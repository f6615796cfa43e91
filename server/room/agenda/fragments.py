"""What the phase "Dagsorden" shows: the item that is on now, or all of them; and until when items are handed in, in
every phase."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from schemas.answer import AnswerGiven
from schemas.board import BoardClosed, BoardOpened
from schemas.format import Phase
from schemas.idea import (
    Idea,
    IdeaAdmitted,
    IdeaEdited,
    IdeaHidden,
    IdeaProposed,
    IdeasRevealed,
    StatusChanged,
    WordsErased,
)
from schemas.meeting import MeetingChanged, PhaseEntered
from schemas.seat import SeatChanged, SeatRemoved
from server.core.errors import NotFound
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.meeting.meetings.fragments import ENDS
from server.meeting.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState
from server.organisation.units.ladder import Ladder, ladders
from server.room.agenda.places import Side, load_sides
from server.room.agenda.queries import Agenda, load_agenda
from server.room.agreements.decisions import Decided, load_decided
from server.room.discussion.queries import Talk, load_own_talk, load_talk
from server.web.guards import at_meeting
from server.web.pictures import pictures
from server.work.answers.standing import names, staff_of


@dataclass
class OnAgenda(Talk):
    """The talk about the item that is on now, what was decided about each, and whom the coordinator's form offers."""

    items: list[Idea] = field(default_factory=list)
    decided: dict[int, Decided] = field(default_factory=dict)
    ladder: Ladder = ()
    known: list[str] = field(default_factory=list)

    @property
    def leaders(self) -> Ladder:
        """The leaders that a decision may stand in the name of, the nearest first."""
        return [rung for rung in self.ladder if rung.mail]


async def load_on_agenda(session: AsyncSession, room: Room) -> OnAgenda:
    """What the phase shows. A fixed number of queries."""
    talk = await load_talk(session, room)
    ladder = (await ladders(session, [room.board.unit_id]))[room.board.unit_id]
    staff = (await staff_of(session, [room.board.id]))[room.board.id]
    decided = await load_decided(session, room.ideas)
    return OnAgenda(**vars(talk), items=room.ideas, decided=decided, ladder=ladder, known=names(ladder, staff))


in_phase(
    Phase.AGENDA,
    PhasePart(
        "room/agenda/room.html",
        "room/agenda/stage.html",
        "room/agenda/tools.html",
        next="room/discussion/next.html",
        bar="room/discussion/queue.html",
        load=load_on_agenda,
        pictures=lambda room: () if room.part.about else pictures(room.ideas),
        load_own=load_own_talk,
    ),
)


async def _at_agenda(request: HTTPConnection, meeting: str) -> Follower:
    here = await at_meeting(request, meeting)
    if here.meeting.form.hands_in is None:
        raise NotFound
    return Follower.sitting(here)


async def _sides(session: AsyncSession, agenda: Agenda) -> tuple[Side, ...]:
    return await load_sides(session, agenda.meeting)


async def _sides_in_room(session: AsyncSession, room: Room, _: RoomState) -> tuple[Side, ...]:
    return await load_sides(session, room.meeting)


live_page("agenda", _at_agenda, load_agenda, _sides)
SET = (
    *(IdeaProposed, IdeaEdited, IdeaHidden, IdeaAdmitted, IdeasRevealed, StatusChanged, WordsErased, AnswerGiven),
    *(MeetingChanged, PhaseEntered, SeatChanged, SeatRemoved, *ENDS),
)
for region in ("waiting", "order", "paper"):
    shows("agenda", f"agenda-{region}", f"room/agenda/{region}.html", *SET)
shows("agenda", "agenda-sides", "room/agenda/sides.html", state=True)
shows("agenda", "closed", "closed.html", BoardClosed, BoardOpened)
in_every_phase("sides", EveryPhase(load_state=_sides_in_room))
CHANGES = (MeetingChanged, PhaseEntered, *ENDS)
shows("meeting", "agenda", "room/agenda/before.html", *CHANGES)
shows("desk", "agenda", "room/agenda/before.html", *CHANGES)
