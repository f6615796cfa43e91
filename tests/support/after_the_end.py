"""The hour after a meeting, in which it can be opened again, for tests of what comes after it."""

from schemas.meeting import Meeting
from server.core.change import changing_in
from server.meeting.meetings.ending import settle
from tests.support.cast import Cast
from tests.support.member import took


async def end_for_good(cast: Cast) -> None:
    """Ada ends the meeting, and what follows an hour later is done at once."""
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))
    await hour_passes(cast)


async def hour_passes(cast: Cast) -> None:
    """The meeting that has ended can no longer be opened again. Its pages hear of it when their server looks."""
    async with cast.database.begin() as session, changing_in(session, cast.board.id or 0) as change:
        change.meeting = await session.get_one(Meeting, cast.meeting.id)
        await settle(change)
