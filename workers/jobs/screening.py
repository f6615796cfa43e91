"""Something waits to be looked at by those who moderate and nobody has; or somebody has, and its writer is to know."""

from schemas.meeting import Meeting
from schemas.screening import Screening, ScreeningTold
from server.core import clock
from server.room.moderation.queries import LATER, SOON
from server.room.moderation.reminding import WAITS_LONG, WAITS_SOON, write_to_coordinators
from server.room.moderation.telling import write_to_writer
from workers.board import changing
from workers.registry import News, job, on
from workers.task import Task


@job(WAITS_SOON)
async def screening_waits(task: Task) -> None:
    """Subject: the screening. While its meeting is under way, all who moderate see it at once. Does nothing if somebody
    has decided, or outside a meeting."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        screening = await change.session.get(Screening, task.subject_id)
        if screening is None or not screening.held.open or change.now - screening.since < SOON:
            return
        meeting = await change.session.get_one(Meeting, screening.meeting_id)
        if meeting.under_way(change.now):
            change.tell(ScreeningTold(screening.id, screening.meeting_id))


@job(WAITS_LONG)
async def screening_waits_long(task: Task) -> None:
    """Subject: the screening. The coordinators get a letter, if it still waits and came no later than a day ago."""
    async with task.record() as session:
        screening = await session.get(Screening, task.subject_id)
        if screening is not None and screening.held.open and clock.now() - screening.since >= LATER:
            await write_to_coordinators(session, task.settings, screening)


@on(ScreeningTold)
async def tell_writer(news: News[ScreeningTold]) -> None:
    """Those who moderate decided: its writer gets a letter, unless they see it in the room."""
    screening = await news.session.get(Screening, news.event.screening_id)
    if screening is not None:
        await write_to_writer(news.session, news.settings, screening)
