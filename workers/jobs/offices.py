"""Somebody has left office but still holds what goes with it: an older version, perhaps beside this one, left it so."""

from datetime import timedelta

from server.core import clock, jobs
from server.organisation.units.handing_over import boards_to_settle, settle
from workers.board import changing
from workers.registry import every, job
from workers.task import Task

KIND = "offices"


@every(timedelta(hours=1))
async def offices_left(task: Task) -> None:
    """Each board with anything to hand over gets a job; a few at a time, the rest an hour later."""
    async with task.record() as session:
        now = clock.now()
        for board_id in await boards_to_settle(session):
            await jobs.due(session, KIND, board_id, now, board_id=board_id, dedupe=f"{KIND}:{board_id}:{now:%Y%m%d%H}")


@job(KIND)
async def offices(task: Task) -> None:
    """Subject: the board. Each turn hands over what one person has, until there is nothing left. Safe to repeat."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        if await settle(change):
            told = {"board_id": change.board.id, "dedupe": f"{KIND}:after:{task.row.id}"}
            await jobs.due(change.session, KIND, task.subject_id, change.now, **told)  # type: ignore[arg-type]
