"""What a process costs, and what a list of times says."""

from collections.abc import Sequence
from pathlib import Path


def cpu(pid: int) -> float:
    """Seconds that a process has spent on a processor, all its threads, to the nanosecond."""
    total = 0
    for task in (Path("/proc") / str(pid) / "task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory(pid: int) -> int:
    """Bytes of a process: its own, and its share of what it shares (PSS)."""
    lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def part(times: Sequence[float], share: float) -> float:
    """The time that `share` of the times do not exceed: 0.5 is the median."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def ms(seconds: float) -> str:
    """Milliseconds for a table."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


class Table:
    """What was measured, what was promised, printed at the end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def add(self, what: str, figure: str, goal: str = "") -> None:
        """One line; it is also printed at once."""
        self.rows.append((what, figure, goal))
        print(f"  {what}: {figure}", flush=True)

    def text(self) -> str:
        """The table in Markdown."""
        lines = [("what", "measured", "goal"), ("---", "---", "---"), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
