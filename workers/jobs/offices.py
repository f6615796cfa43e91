"""Somebody out of office still has what goes with it: a version before left it so, or one that runs beside this one."""

from datetime import timedelta

from server.core import clock, jobs
from server.organisation.units.handing_over import boards_to_settle, settle
from workers.board import changing
from workers.registry import every, job
from workers.task import Task

KIND = "offices"


@every(timedelta(hours=1))
async def offices_left(task: Task) -> None:
    """Boards where anything is to be handed over get a job each; a few at a time, the rest an hour later."""
    async with task.record() as session:
        now = clock.now()
        for board_id in await boards_to_settle(session):
            await jobs.due(session, KIND, board_id, now, board_id=board_id, dedupe=f"{KIND}:{board_id}:{now:%Y%m%d%H}")


@job(KIND)
async def offices(task: Task) -> None:
    """Subject: the board. Each turn hands over what one person has, until nobody has any; again it does nothing."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        if await settle(change):
            told = {"board_id": change.board.id, "dedupe": f"{KIND}:after:{task.row.id}"}
            await jobs.due(change.session, KIND, task.subject_id, change.now, **told)  # type: ignore[arg-type]
