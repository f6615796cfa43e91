"""An answer stayed away for the board's days after its date: the idea goes one unit up."""

from schemas.flow import Status
from schemas.idea import Idea
from server.watching.handing_up import hand_up
from workers.board import changing
from workers.hidden import wait_while_hidden
from workers.registry import job
from workers.task import Task


@job("escalation")
async def escalation(task: Task) -> None:
    """Subject: the idea."""
    if task.row.board_id is None:
        return  # the board is gone, and the idea with it
    async with changing(task, task.row.board_id) as board:
        wait_while_hidden(await board.session.get(Idea, task.subject_id), Status.REVIEW)
        await hand_up(board, task.settings, task.subject_id)
