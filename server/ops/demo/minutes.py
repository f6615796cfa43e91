"""Minutes for the example's earlier meetings, approved the day after."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesState, PartKey
from schemas.seat import Seat
from server.core.change import Change
from server.room.minutes.writing import write_minutes
from server.room.summary.attended import who_attended


async def write_past_minutes(change: Change, meeting: Meeting, members: Sequence[Seat], by: Seat) -> None:
    """Write them as if the coordinator had ended the meeting and the same `members` had come as to the first. The part
    about the previous meeting is hidden: the example only knows where its ideas stand today."""
    change.meeting, change.seat, change.now = meeting, by, meeting.ended_at or change.now
    await write_minutes(change)
    minutes = await change.session.get_one(Minutes, meeting.id)
    minutes.parts = [part | {"shown": part["key"] != PartKey.SINCE} for part in minutes.parts]
    first = await change.session.get_one(Meeting, members[0].meeting_id)
    roles = {role.value: number for role, number in (await who_attended(change.session, first)).roles.items()}
    minutes.parts = [minutes.parts[0] | {"joined": len(members), "roles": roles}, *minutes.parts[1:]]
    minutes.state, minutes.approved_version = MinutesState.APPROVED, minutes.version
    minutes.approved_at, minutes.approved_by = change.now + timedelta(days=1), by.id
    change.meeting = change.seat = None
