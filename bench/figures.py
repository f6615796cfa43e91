"""What a process costs, and what a list of times amounts to."""

from collections.abc import Sequence
from pathlib import Path


def cpu(pid: int) -> float:
    """Seconds of CPU used by a process, over all its threads, to the nanosecond."""
    total = 0
    for task in (Path("/proc") / str(pid) / "task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory(pid: int) -> int:
    """Bytes used by a process: its own, and its share of what it shares (PSS)."""
    lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def part(times: Sequence[float], share: float) -> float:
    """The time that `share` of the times do not exceed; 0.5 gives the median."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def ms(seconds: float) -> str:
    """Milliseconds, formatted for a table."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


class Table:
    """What was measured and what was promised, printed at the end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def add(self, what: str, figure: str, goal: str = "") -> None:
        """Add a line, and print it at once too."""
        self.rows.append((what, figure, goal))
        print(f"  {what}: {figure}", flush=True)

    def text(self) -> str:
        """The table in Markdown."""
        lines = [("what", "measured", "goal"), ("---", "---", "---"), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
