"""A meeting that is not held."""

from server.core import clock
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took
from tests.support.scene import make_meeting


async def unwritten(at: Scene) -> None:
    """Nobody has written in this meeting yet, and it stands in its first phase."""
    async with at.cast.database.begin() as session:
        other = await make_meeting(session, at.cast.board, ended_at=clock.now())
    move = "UPDATE idea SET meeting_id = $2 WHERE meeting_id = $1"
    await rows(at.cast.database.url, move, at.cast.meeting.id, other.id)
    await rows(at.cast.database.url, "UPDATE meeting SET phase_no = 1 WHERE id = $1", at.cast.meeting.id)


@case("MeetingCancelled", before=unwritten)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/cancellation"))
