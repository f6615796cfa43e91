"""Strangers who read open pages at a steady rate, in a process: `python -m bench.readers PORT RATE PATH …`.

For each number of seconds on its standard input it reads for so long, and answers with a line of JSON. A request is
sent when it is due, whether or not others were answered, and its time counts from then. It ends with its input.
"""

import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from bench.figures import in_ms, part
from bench.lines import Asker, Crowd
from server.checkout import CHECKOUT

LINES = 100
"""Connections, each with an address of its own. All are kept open; one that is busy is not waited for while others are
free."""
PATIENCE = 10.0
"""Seconds for the last answers to come."""


class Readers:
    """The process, as whoever measures sees it."""

    def __init__(self, port: int, rate: int, paths: list[str]) -> None:
        words = [sys.executable, "-m", "bench.readers", str(port), str(rate), *paths]
        self._child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)

    def begin(self, seconds: float) -> None:
        """Let them read for so long; `done` waits for what it came to."""
        assert self._child.stdin is not None
        self._child.stdin.write(f"{seconds}\n")
        self._child.stdin.flush()

    def done(self) -> dict[str, Any]:
        """How much was read, how late each answer was, and how late the readers themselves were."""
        assert self._child.stdout is not None
        told: dict[str, Any] = json.loads(self._child.stdout.readline())
        return told

    def end(self) -> None:
        """They go."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait()


def read(crowd: Crowd, idle: list[Asker], rate: int, paths: list[str], seconds: float) -> dict[str, object]:
    """Read for so many seconds. What is due while all lines are busy goes out when one is free, and is late."""
    took, statuses, sizes = list[float](), Counter[int](), 0
    ways, spent = itertools.cycle(paths), time.process_time()
    sent, behind, start = 0, 0.0, time.perf_counter()
    many, lines = round(rate * seconds), len(idle)

    def go() -> bool:
        nonlocal sent, behind
        now = time.perf_counter()
        while sent < many and (due := start + sent / rate) <= now and idle:
            behind = max(behind, now - due)
            asker = idle.pop()
            asker.ask("GET", next(ways), "", lambda *told, asker=asker, due=due: answered(asker, due, *told))
            sent += 1
        return sent == many and len(idle) == lines

    def answered(asker: Asker, due: float, status: int, body: bytes, when: float) -> None:
        nonlocal sizes
        idle.insert(0, asker)
        took.append(when - due)
        statuses[status] += 1
        sizes += len(body)

    if not crowd.run(go, seconds + PATIENCE):
        raise RuntimeError(f"{sent} asked, {len(took)} answered")
    return {
        "answers": len(took),
        "a_second": round(len(took) / (time.perf_counter() - start)),
        "statuses": statuses,
        "bytes": round(sizes / len(took)),
        "p50_ms": in_ms(part(took, 0.5)),
        "p99_ms": in_ms(part(took, 0.99)),
        "behind_ms": in_ms(behind),
        "of_a_core": round((time.process_time() - spent) / seconds, 3),
    }


def main() -> None:
    """Read as often as the standard input says."""
    port, rate, paths = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    crowd = Crowd(port, net=11)
    idle = [Asker(crowd, "", packed=True) for _ in range(LINES)]
    for line in sys.stdin:
        print(json.dumps(read(crowd, idle, rate, paths, float(line))), flush=True)


if __name__ == "__main__":
    main()
