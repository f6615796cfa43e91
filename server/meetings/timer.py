"""The shared timer. It is advisory: it never takes anything away."""

from datetime import datetime, timedelta

from schemas.act import Act
from schemas.meeting import Meeting, TimerSet
from schemas.seat import Seat
from server.change import change
from server.parts import Parts

TIMER_MOST = timedelta(hours=3)


async def set_timer(parts: Parts, seat: Seat, meeting: Meeting, what: str, minutes: int) -> None:
    """start, add or take `minutes`, pause, resume or stop. The timer is advisory: it never takes anything away."""
    async with change(parts, seat, Act.RUN, meeting) as board:
        at, now = board.at, board.now
        left = at.timer_left(now)
        running = at.timer_left_ms is None
        if what == "stop":
            at.timer_ends_at = at.timer_left_ms = None
        elif what == "pause" and left is not None and running:
            at.timer_left_ms, at.timer_ends_at = int(left / timedelta(milliseconds=1)), None
        elif what == "resume" and left is not None and not running:
            at.timer_ends_at, at.timer_left_ms = now + left, None
        elif what in {"start", "add", "take"}:
            begin = timedelta(0) if what == "start" or left is None else max(left, timedelta(0))
            left = begin + timedelta(minutes=-minutes if what == "take" else minutes)
            _run_timer(at, min(max(left, timedelta(0)), TIMER_MOST), now, running=running or what == "start")
        board.tell(TimerSet(at.id))


def _run_timer(at: Meeting, left: timedelta, now: datetime, *, running: bool) -> None:
    if running:
        at.timer_ends_at, at.timer_left_ms = now + left, None
    else:
        at.timer_left_ms = int(left / timedelta(milliseconds=1))
