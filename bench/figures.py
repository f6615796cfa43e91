"""What processes cost, what a list of times amounts to, and where both are written."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out"
"""Ignored by git."""


def cpu(pids: Iterable[int]) -> float:
    """Seconds of CPU used by these processes, over all their threads, to the nanosecond. One that is gone counts 0."""
    return _scheduled(pids, 0)


def waited(pids: Iterable[int]) -> float:
    """Seconds for which these processes were ready to run and others had the core."""
    return _scheduled(pids, 1)


def _scheduled(pids: Iterable[int], field: int) -> float:
    total = 0
    for task in (task for pid in pids for task in (Path("/proc") / str(pid) / "task").glob("*")):
        total += int((task / "schedstat").read_text().split()[field])
    return total / 1e9


def go_first(pids: Iterable[int]) -> None:
    """Run these before all others, with whatever they start: others keep a machine busy, and take no part in it."""
    for pid in pids:
        for task in (Path("/proc") / str(pid) / "task").iterdir():
            os.sched_setscheduler(int(task.name), os.SCHED_RR, os.sched_param(1))


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for each in found:
        children = Path(f"/proc/{each}/task/{each}/children")
        found += [int(child) for child in children.read_text().split()] if children.exists() else []
    return found


def memory(pids: Iterable[int]) -> int:
    """Bytes used by processes: their own, and their share of what they share (PSS)."""
    texts = [(Path("/proc") / str(pid) / "smaps_rollup").read_text() for pid in pids]
    return 1024 * sum(int(line.split()[1]) for text in texts for line in text.splitlines() if line.startswith("Pss:"))


def part(times: Sequence[float], share: float) -> float:
    """The time that `share` of the times do not exceed; 0.5 gives the median."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def ms(seconds: float) -> str:
    """Milliseconds, formatted for a table."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def in_ms(seconds: float) -> float:
    """Milliseconds, for the file."""
    return round(seconds * 1000, 3)


class Table:
    """What was measured and what was promised: lines for people, printed at once and together at the end, and the
    figures for programs."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self.figures: dict[str, Any] = {}

    def add(self, what: str, figure: str, goal: str = "") -> None:
        """Add a line."""
        self.rows.append((what, figure, goal))
        print(f"  {what}: {figure}", flush=True)

    def note(self, series: str, **figures: object) -> None:
        """Add a row to a series of the file."""
        self.figures.setdefault(series, []).append(figures)

    def text(self) -> str:
        """The table in Markdown."""
        lines = [("what", "measured", "goal"), ("---", "---", "---"), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def write(self, name: str = "latest.json") -> Path:
        """Write the figures, and on what they were measured."""
        on = {"python": platform.python_version(), "cores": os.cpu_count(), "load_average": os.getloadavg()[0]}
        OUT.mkdir(exist_ok=True)
        file = OUT / name
        file.write_text(json.dumps({"on": on, **self.figures}, indent=1) + "\n")
        return file
