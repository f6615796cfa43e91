"""The date by which a citizen was promised an answer: before it, after it, and when the level above is asked."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.enquiry import Enquiry
from server.core.settings import Settings
from server.work.enquiries.watching import escalate, open_one, remind, say_late
from workers.registry import job
from workers.task import Task

Do = Callable[[AsyncSession, Settings, Enquiry], Awaitable[None]]


async def _do(task: Task, what: Do) -> None:
    """Subject: the enquiry. Nothing is done for one that was answered or erased."""
    async with task.record() as session:
        enquiry = await open_one(session, task.subject_id)
        if enquiry is not None:
            await what(session, task.settings, enquiry)


@job("enquiry_due_soon")
async def enquiry_due_soon(task: Task) -> None:
    """Subject: the enquiry."""
    await _do(task, remind)


@job("enquiry_overdue")
async def enquiry_overdue(task: Task) -> None:
    """Subject: the enquiry."""
    await _do(task, say_late)


@job("enquiry_escalation")
async def enquiry_escalation(task: Task) -> None:
    """Subject: the enquiry."""
    await _do(task, escalate)
