"""The queue of those who moderate, what the room and the page of an idea show of it, and the events that change them.
Words that wait are on the queue alone: everywhere else there is a number, or what is its writer's own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from schemas.board import BoardClosed, BoardOpened
from schemas.comment import CommentHidden, CommentWritten
from schemas.house_rules import RulesChanged
from schemas.idea import IdeaAdmitted, IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged, WordsErased
from schemas.meeting import MeetingChanged, PhaseEntered
from schemas.screening import ScreeningMoved, ScreeningTold, WrittenAgain
from schemas.seat import SeatChanged
from server.core import clock
from server.ideas.ideas.story_parts import StoryPart, on_story
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.meeting.meetings.fragments import ENDS
from server.meeting.meetings.phases import EveryPhase, in_every_phase
from server.meeting.meetings.queries import Room
from server.room.moderation.alike import load_alike
from server.room.moderation.look_up import at_moderation, at_screening
from server.room.moderation.queries import SOON, count_waiting, load_looking, load_queue, waits_since
from server.room.moderation.standing import looks, own_in_room, own_on_story

QUEUE = (
    *(ScreeningMoved, ScreeningTold, IdeaEdited, IdeaHidden, IdeasRevealed, IdeaAdmitted, StatusChanged, WordsErased),
    *(CommentHidden, MeetingChanged, PhaseEntered, *ENDS, RulesChanged),
)


async def _moderating(request: HTTPConnection, board: str) -> Follower:
    return Follower.sitting(await at_moderation(request, board))


async def _looking(request: HTTPConnection, screening: str) -> Follower:
    return Follower.sitting(await at_screening(request, screening))


@dataclass(frozen=True)
class Waiting:
    """How much waits to be looked at on a board, and since when the oldest does."""

    count: int = 0
    since: datetime | None = None
    looks: bool = False
    """Whether anything is looked at in this meeting."""

    @property
    def long(self) -> bool:
        """Whether it has waited for long."""
        return self.since is not None and clock.now() - self.since >= SOON


async def _waiting(session: AsyncSession, room: Room) -> Waiting:
    if not looks(room.meeting):
        return Waiting()
    board = room.board.id
    return Waiting(await count_waiting(session, board), await waits_since(session, board), looks=True)


live_page("moderation", _moderating, load_queue)
shows("moderation", "queue-of-words", "room/moderation/queue.html", *QUEUE)
shows("moderation", "closed", "closed.html", BoardClosed, BoardOpened)
live_page("screening", _looking, load_looking)
shows("screening", "looked-now", "room/moderation/looked_now.html", *QUEUE, CommentWritten)
shows("screening", "closed", "closed.html", BoardClosed, BoardOpened)
in_every_phase(
    "moderation",
    EveryPhase(load=_waiting, load_own=own_in_room, own=(("moderates", "room/moderation/way.html"),)),
)
in_every_phase("alike", EveryPhase(load=load_alike))
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", WrittenAgain)
on_story("moderation", StoryPart(load_own=own_on_story, own=(("standing", "room/moderation/own.html"),)))
shows("desk", "to-look-at", "room/moderation/desk.html", *QUEUE)
shows("desk", "after", "meeting/meetings/ended_desk.html", *QUEUE)
shows("meeting", "moderates", "room/moderation/way.html", ScreeningTold, SeatChanged)
shows("meeting", "to-look-again", "room/moderation/again.html", ScreeningMoved)
shows("idea", "standing", "room/moderation/own.html", ScreeningTold)
