"""The projector (the wall): which of a step's pictures it shows, and whether it shows the way in instead. The server
knows them all, so that the desk can turn them and two walls agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from schemas.act import Act
from schemas.format import Phase
from schemas.meeting import Meeting, WallTurned
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.meeting.meetings.phases import part_of

if TYPE_CHECKING:
    from server.meeting.meetings.queries import Room

EACH = timedelta(seconds=15)
"""How long a picture stays where they follow each other by themselves."""
PAGES_MOST = 999
NO_PAGE = N_("Den side findes ikke på storskærmen.")


@dataclass(frozen=True)
class Wall:
    """The pictures of the step, each as its feature's template takes it, and what the coordinator has chosen."""

    meeting: Meeting
    pictures: Sequence[Any]
    waits: bool
    """Whether it stays on a picture until the coordinator turns it."""

    @property
    def pages(self) -> int:
        """How many pictures there are."""
        return len(self.pictures)

    @property
    def page(self) -> int:
        """The picture it stands on, from 1; 0 where they follow each other by themselves."""
        return min(self.meeting.wall_page or int(self.waits or self.pages == 1), self.pages)

    @property
    def since(self) -> datetime:
        """From when they do."""
        return _since(self.meeting)

    @property
    def code(self) -> bool:
        """Whether it shows the way in, large: in the lobby, and whenever the coordinator wants it."""
        return self.meeting.door_open and not self.meeting.over and (self.meeting.wall_code or not self.meeting.begun)


def wall_of(room: "Room") -> Wall:
    """What the projector shows of a meeting. A step that has nothing to show yet has one picture, None."""
    meeting = room.meeting
    part = part_of(Phase.CLOSE if meeting.over else meeting.phase)
    shown = part.pictures(room) if meeting.begun and not meeting.cancelled_at else ()
    return Wall(meeting, shown or (None,), part.waits and not meeting.over)


def _since(meeting: Meeting) -> datetime:
    return meeting.wall_since or meeting.starts_at


async def turn(runtime: Runtime, seat: Seat, meeting: Meeting, page: str, of: int) -> None:
    """Turn the projector to a picture: "on" or "back" from the one it shows, the number of one, or "" to let them
    follow each other again. `of` is how many the coordinator saw. Raises Invalid for any other."""
    if not (page in {"", "on", "back"} or (page.isdecimal() and len(page) < 4 and 1 <= int(page) <= PAGES_MOST)):
        raise Invalid(NO_PAGE)
    if not 1 <= of <= PAGES_MOST:
        raise Invalid(NO_PAGE)
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if page in {"on", "back"}:
            passed = int((change.now - _since(at)) / EACH)
            now = min(at.wall_page, of) if at.wall_page else passed % of + 1
            at.wall_page = (now + (1 if page == "on" else -1) - 1) % of + 1
        else:
            at.wall_page = int(page) if page else None
            at.wall_since = at.wall_since if page else change.now
        change.tell(WallTurned(at.id))


async def show_code(runtime: Runtime, seat: Seat, meeting: Meeting, *, large: bool) -> None:
    """Show the way in on the projector instead of the step, or no longer."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        change.at.wall_code = large
        change.tell(WallTurned(change.at.id))


async def begin_anew(change: Change, *_: object) -> None:
    """A step begins, or the end: its first picture, and the way in small again."""
    change.at.wall_page, change.at.wall_since, change.at.wall_code = None, change.now, False
