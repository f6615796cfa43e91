"""How many processes serve, and what they cost the database in connections."""

import asyncio
import os
from contextlib import suppress
from math import ceil
from pathlib import Path

import structlog

from server.core.database_address import DatabaseAddress
from server.core.database_health import look
from server.core.settings import Settings

OWN = 5
"""Connections of a process beside its pool: four for ballots, and one that asks how the database is."""
SPARE = 10
"""Connections for migrations, `peerboard check`, backups, and whoever looks after the database."""
USUAL = 100
"""PostgreSQL's own `max_connections`, for when it cannot be asked."""
QUOTA = Path("/sys/fs/cgroup/cpu.max")

log = structlog.get_logger(__name__)


def how_many(asked: int, settings: Settings) -> int:
    """The processes to start: as many as were asked for, or with 0 as many as the machine and the database have room
    for. Says what several cost, and warns when the database has fewer connections."""
    if asked == 1:
        return 1
    each = settings.pool_size + OWN
    most = asyncio.run(look(DatabaseAddress.read(settings.database_url))).connections
    count = asked or fitting(cores(), most or USUAL, each)
    takes = {"workers": count, "connections": count * each, "max_connections": most or "not known"}
    log.info("so many connections to the database at most", **takes)
    if most and count * each + each + SPARE > most:  # the worker has its pool too
        log.warning("the database may run out of connections", **takes)
    return count


def fitting(wanted: int, connections: int, each: int) -> int:
    """How many of the processes wanted the database has room for. They take at most half: a deploy needs as many more
    for a while, and the worker has its own."""
    return max(1, min(wanted, ((connections - SPARE) // each - 1) // 2))


def cores(quota: Path = QUOTA) -> int:
    """The processors that we may use: of the machine, or as many as a container is given time for."""
    ours = len(os.sched_getaffinity(0))
    with suppress(OSError, ValueError):
        given, period = quota.read_text().split()
        ours = min(ours, ceil(int(given) / int(period)))  # "max" is no number: then there is no quota
    return max(1, ours)
