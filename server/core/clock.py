"""The one source of time. All domain time comes from here and goes into SQL as a parameter.

With PEERBOARD_CLOCK_FILE every process in a test follows that file: an ISO instant stops the clock there, "+90" runs it
90 seconds ahead of real time.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

_seen: tuple[int, datetime | timedelta] | None = None


def now() -> datetime:
    """The present moment, as an aware datetime in UTC."""
    real = datetime.now(UTC)
    path = os.environ.get("PEERBOARD_CLOCK_FILE")
    if not path:
        return real
    setting = _from_file(Path(path))
    return real + setting if isinstance(setting, timedelta) else setting


def _from_file(path: Path) -> datetime | timedelta:
    global _seen
    changed = path.stat().st_mtime_ns
    if _seen is None or _seen[0] != changed:
        text = path.read_text().strip()
        signed = text[:1] in "+-"
        _seen = changed, timedelta(seconds=float(text)) if signed else datetime.fromisoformat(text).astimezone(UTC)
    return _seen[1]
