"""Metrics for those who run the server. No label names a board or a person.

Where several processes answer at one address (PROMETHEUS_MULTIPROC_DIR is set), they count together: whichever is asked
answers for all, and what one counted that has died is still there.
"""

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.hooks import Hooks

CONNECTED = Gauge("peerboard_connected_members", "Pages that follow a board now", multiprocess_mode="livesum")
DELIVERIES = Counter("peerboard_frames_delivered", "Frames handed to members")
DROPPED = Counter("peerboard_members_dropped", "Members let go, by close code", ["code"])
FAN_OUT = Histogram("peerboard_fan_out_seconds", "Time to read, render and hand out one change of a board")
FOLLOW_FAILURES = Counter("peerboard_follow_failures", "Times a board could not be read and was tried again")
BALLOTS = Counter("peerboard_ballots", "Ballots by outcome", ["outcome"])
BALLOT_BATCH = Histogram(
    "peerboard_ballot_batch", "Ballots written together", buckets=(1, 2, 5, 10, 50, 100, 500, 1000)
)
REQUESTS = Histogram("peerboard_request_seconds", "Requests by route and status", ["route", "status"])

READ: Hooks[AsyncSession] = Hooks()
"""Called when the metrics are read, to set the gauges that come from the tables, in one read-only snapshot. If a hook
raises Away, the gauges are served as they were; any other exception makes it a 500."""


class FromTables(Collector):
    """A gauge whose `values`, by label, are read from the tables when somebody asks: every process says the same."""

    def __init__(self, name: str, documentation: str, label: str) -> None:
        self._told = name, documentation, label
        self.values: dict[str, int] = {}

    def collect(self) -> Iterator[Metric]:
        """What Prometheus calls."""
        name, documentation, label = self._told
        gauge = GaugeMetricFamily(name, documentation, labels=[label])
        for value, count in self.values.items():
            gauge.add_metric([value], count)
        yield gauge


DEAD_JOBS = FromTables("peerboard_dead_jobs", "Jobs that were given up and not tried again, by kind", "kind")
REGISTRY.register(DEAD_JOBS)


def text() -> bytes:
    """All of them, as Prometheus reads them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    together.register(DEAD_JOBS)
    return generate_latest(together)
