"""What the coordinator has at the desk to say what becomes of a question."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.days import danish_day
from server.meeting.meetings.queries import Room
from server.organisation.units.ladder import Rung, ladders
from server.work.deadlines.dates import new_date


@dataclass
class Calling:
    """What the coordinator has at the desk: the leaders who may answer in writing, and the day proposed to them."""

    leaders: list[Rung]
    answer_by: date


async def load_calling(session: AsyncSession, room: Room) -> Calling:
    """The leaders above the board, nearest first. One query."""
    ladder = (await ladders(session, [room.board.unit_id]))[room.board.unit_id]
    return Calling([rung for rung in ladder if rung.mail], danish_day(new_date(clock.now(), room.board)))
