"""What a run of faults found, in one line and in full."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from server.checkout import CHECKOUT
from tests.faults.convergence import share

SOAK = CHECKOUT / "bench" / "out" / "soak.json"
"""Ignored by git."""


@dataclass
class Report:
    """What a run found. `problems` is empty when every promise held."""

    seed: int
    timed: bool = False
    """Whether the seconds of R2 are a promise here: only in `make soak`, where nothing else runs."""
    problems: list[str] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=dict)
    ops: Counter[str] = field(default_factory=Counter)
    resent: int = 0
    samples: list[float] = field(default_factory=list)
    events: int = 0
    slowness: float = 1.0
    """How many times slower than two free cores the machine was; the limits in time are stretched by it."""

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: killed {json.dumps(self.killed)}; acked {json.dumps(self.ops)}, "
            f"{self.resent} sent again; "
            f"{self.events} events; {len(self.samples)} connections came to date in {share(self.samples, 0.5):.2f} s "
            f"(median), {share(self.samples, 0.99):.2f} s (p99), {max(self.samples, default=0):.2f} s (worst); "
            f"machine {self.slowness:.1f} times slower than alone; {len(self.problems)} problems"
        )


def write(reports: list[Report], file: Path = SOAK) -> None:
    """What the runs of a soak came to together, for programs."""
    problems = [problem for report in reports for problem in report.problems]
    came_back = [sample for report in reports for sample in report.samples]
    faults = {
        "kills": sum(sum(report.killed.values()) for report in reports),
        "acked": sum(report.ops.total() for report in reports),
        "lost": sum(problem.startswith("lost") for problem in problems),
        "doubled": sum(problem.startswith("doubled") for problem in problems),
        "converge_p99_ms": round(share(came_back, 0.99) * 1000),
        "problems": len(problems),
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"faults": faults}, indent=1) + "\n")
