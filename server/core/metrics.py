"""What the server counts for those who run it. No label names a board or a person."""

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
"""Somebody reads the metrics: gauges of what the tables say are set, all in one read-only snapshot. Where one raises
Away, whoever reads gets every gauge as it was; any other exception is their 500."""
