"""prune: deletes what has served its time, by the rules of schemas/retention.py.

In small transactions, one after another: a backlog of millions neither locks a table nor takes longer than a job may.
"""

import time
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import CursorResult, TextClause, text
from sqlalchemy.exc import SQLAlchemyError

from schemas.retention import HOUR, RULES, Rule
from server.core import clock
from server.core.database import Database
from server.core.errors import Away
from workers.registry import every
from workers.task import Task

BATCH = 2000
ENOUGH = 12.0  # seconds; the rest waits for the next time
SOON = timedelta(minutes=1)

log = structlog.get_logger(__name__)


@every(timedelta(hours=1))
async def prune(task: Task) -> None:
    """Apply all rules that have a period."""
    await apply(task, [rule for rule in RULES if rule.swept])


@every(timedelta(minutes=5))
async def prune_often(task: Task) -> None:
    """Apply those whose period is shorter than the hour between the others' turns."""
    await apply(task, [rule for rule in RULES if rule.swept and timedelta(0) < (rule.period or HOUR) < HOUR])


async def apply(task: Task, left: list[Rule]) -> None:
    """Do a batch of each rule in turn until nothing is left, or time is up; then come back soon. A rule that fails
    holds up no other, and is tried again soon too."""
    until = time.monotonic() + ENOUGH
    failed = []
    while left and time.monotonic() < until:
        full = []
        for rule in left:
            try:
                if await sweep(task.database, rule) == BATCH:
                    full.append(rule)
            except (SQLAlchemyError, Away) as error:
                log.error("rule failed", table=rule.table, error=type(error).__name__)
                failed.append(rule)
        left = full
    if left or failed:
        task.again = clock.now() + SOON
    async with task.record():
        pass


async def sweep(database: Database, rule: Rule) -> int:
    """Apply a rule to at most BATCH rows, in a transaction of its own. Returns how many there were."""
    assert rule.period is not None
    async with database.begin() as session:
        done: Any = await session.execute(statement(rule), {"before": clock.now() - rule.period, "most": BATCH})
        assert isinstance(done, CursorResult)
        return done.rowcount


def statement(rule: Rule) -> TextClause:
    """The rule as SQL: it applies to rows from before `:before`, `:most` at a time."""
    old = f"{rule.moment} < :before" + (f" AND {rule.where}" if rule.where else "")
    # A row that somebody holds is left for the next time: nobody waits for us, nor we for them.
    rows = f"SELECT ctid FROM {rule.table} WHERE {old} LIMIT :most FOR UPDATE SKIP LOCKED"  # noqa: S608 - our own words
    these = f"WHERE ctid = ANY (ARRAY({rows}))"
    if rule.forget:
        columns = ", ".join(f"{column} = {value}" for column, value in rule.forget)
        return text(f"UPDATE {rule.table} SET {columns} {these}")  # noqa: S608
    return text(f"DELETE FROM {rule.table} {these}")  # noqa: S608
