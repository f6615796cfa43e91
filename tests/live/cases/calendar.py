"""A meeting that is not held."""

from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def unwritten(at: Scene) -> None:
    """Nobody has written in this meeting yet, and it stands in its first phase."""
    other = "INSERT INTO meeting SELECT (jsonb_populate_record(m, jsonb_build_object('id', m.id + 100000, 'public_id', 'x' || m.public_id, 'code', 'Z' || m.id, 'join_token', 'j' || m.id, 'screen_token', 's' || m.id, 'ended_at', now()))).* FROM meeting m WHERE id = $1"  # noqa: E501
    await rows(at.cast.database.url, other, at.cast.meeting.id)
    move = "UPDATE idea SET meeting_id = $1 + 100000 WHERE meeting_id = $1"
    await rows(at.cast.database.url, move, at.cast.meeting.id)
    await rows(at.cast.database.url, "UPDATE meeting SET phase_no = 1 WHERE id = $1", at.cast.meeting.id)


@case("MeetingCancelled", before=unwritten)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/cancellation"))
