"""Does what is due in the test's own process, one job after another: quick, and in a known order."""

from server.core.database import Database
from server.core.settings import Settings
from workers import registry
from workers.registry import Lane
from workers.sweep import Sweep


async def do_due(database: Database, settings: Settings, *, most: int = 400) -> int:
    """Do all jobs that are due now, and those that these make due, but send no mail. Returns how many there were;
    AssertionError when there is no end to them."""
    registry.load()
    sweep, done = Sweep(database, settings), 0
    while tasks := await sweep._take(Lane.CORE, 1):
        for task in tasks:
            await sweep._do(task)
        done += len(tasks)
        assert done < most, "jobs make jobs without end"
    return done
