"""What the phase "Giv videre" shows. It changes with the statuses of ideas, as the room does in every phase."""

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.format import Phase
from server.meeting.meetings.phases import PhasePart, in_phase
from server.meeting.meetings.queries import Room
from server.room.agreements.queries import Agreed, chosen, load_agreed
from server.web.pictures import Picture, pictures


class Handing:
    """The chosen ideas, the best first, and those that can still be taken along."""

    def __init__(self, room: Room, items: list[Agreed]) -> None:
        self.items = items
        self.others = [idea for idea in room.ideas if idea.rule.written]
        self.unsent = [item for item in items if not item.sent]

    @property
    def pictures(self) -> list[Picture]:
        """What the projector shows: the chosen ideas, in their order."""
        return pictures([item.idea for item in self.items])


async def load_handing(session: AsyncSession, room: Room) -> Handing:
    """What the phase shows. One query."""
    await room.need(session, ("ideas",))
    return Handing(room, await load_agreed(session, chosen(room)))


in_phase(
    Phase.HAND_OVER,
    PhasePart(
        "room/handing_over/room.html",
        "room/handing_over/stage.html",
        desk="room/handing_over/desk.html",
        next="room/handing_over/next.html",
        load=load_handing,
        pictures=lambda room: room.part.pictures,
    ),
)
