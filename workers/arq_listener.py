"""arq runs beside the sweep, only to hear rings. It exits when Redis blinks, so we restart it until we stop.

arq is not trusted with whether a job runs, how often, when, or with what. Its queue may be lost at any time.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from arq import Worker
from arq.worker import func

from server.core.jobs import RING
from server.core.redis import GONE, QUEUE, connect, pack
from server.core.told_to_end import end_if_told

REST = 1.0  # seconds between tries while Redis is gone
POLL = 0.1  # seconds between arq's looks at its queue

log = structlog.get_logger(__name__)


class Ears(Worker):
    """arq's worker without its health line, the only thing it would write to Redis that is not JSON."""

    async def record_health(self) -> None:
        """Record nothing."""


async def hear(redis_url: str, wake: Callable[[], None]) -> None:
    """Call `wake` at each ring until cancelled. Redis may come and go."""

    async def rung(ctx: dict[str, Any], job_id: int | None = None) -> None:  # noqa: ARG001
        wake()

    well = True
    while redis_url:
        ears = Ears(
            [func(rung, name=RING, timeout=5, max_tries=1, keep_result=0)],
            redis_pool=connect(redis_url, patience=5),
            queue_name=QUEUE,
            handle_signals=False,
            poll_delay=POLL,
            max_jobs=50,
            keep_result=0,
            retry_jobs=False,
            job_serializer=pack,
            job_deserializer=json.loads,
            log_results=False,
        )
        try:
            await ears.async_run()
        except Exception as error:  # whatever arq, or a stranger's bytes in its queue, come up with
            if well:
                log.warning("rings unheard", error=type(error).__name__)
            well = False
        finally:
            with suppress(*GONE, asyncio.CancelledError):
                await ears.close()
        end_if_told()
        wake()  # something may have been missed
        await asyncio.sleep(REST)
