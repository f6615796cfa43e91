"""Metrics for those who run the server. No label names a board or a person."""

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.hooks import Hooks

CONNECTED = Gauge("peerboard_connected_members", "Pages that follow a board now")
DELIVERIES = Counter("peerboard_frames_delivered", "Frames handed to members")
DROPPED = Counter("peerboard_members_dropped", "Members let go, by close code", ["code"])
FAN_OUT = Histogram("peerboard_fan_out_seconds", "Time to read, render and hand out one change of a board")
FOLLOW_FAILURES = Counter("peerboard_follow_failures", "Times a board could not be read and was tried again")
BALLOTS = Counter("peerboard_ballots", "Ballots by outcome", ["outcome"])
BALLOT_BATCH = Histogram(
    "peerboard_ballot_batch", "Ballots written together", buckets=(1, 2, 5, 10, 50, 100, 500, 1000)
)
REQUESTS = Histogram("peerboard_request_seconds", "Requests by route and status", ["route", "status"])
DEAD_JOBS = Gauge("peerboard_dead_jobs", "Jobs that were given up and not tried again, by kind", ["kind"])

READ: Hooks[AsyncSession] = Hooks()
"""Called when the metrics are read, to set the gauges that come from the tables, in one read-only snapshot. If a hook
raises Away, the gauges are served as they were; any other exception makes it a 500."""
