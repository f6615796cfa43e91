"""In which order several processes take the files of tests. Those that compute and those that mostly wait take turns,
so that some of each run at any time: three of one kind would leave a core idle, or fight for it."""

from collections.abc import Iterable
from pathlib import Path

LONGEST_FIRST = (
    "browser/test_every_page.py",
    "year/test_a_whole_year.py",
    "access/test_routes.py",
    "year/test_sent_on.py",
    "platform/test_run.py",
    "live/test_mirror.py",
    "platform/test_restore.py",
    "faults/test_kills.py",
    "access/test_typed.py",
    "topology/test_rolling_restart.py",
    "platform/test_root.py",
    "follow_ups/test_felt.py",
    "workers/test_worker_killed.py",
    "browser/test_progress.py",
    "privacy/test_hidden.py",
    "meetings/test_phases.py",
    "replay/test_replay.py",
    "fuzz/test_missing.py",
    "workers/test_worker_stopped.py",
    "fuzz/test_fuzz.py",
    "faults/test_redis.py",
    "workers/test_answer_overdue.py",
    "workers/test_digest.py",
)
"""Files that the processes begin with, so that none is left over at the end."""
WAITING = {"faults", "platform", "replay", "topology", "workers"}
"""Folders whose tests mostly wait, for processes that they start."""


def in_turns(files: Iterable[Path]) -> list[Path]:
    """Each of these files once, the longest first; then those that wait, spread evenly among the others."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    known: dict[Path, int] = {path: places.get("/".join(path.parts[-2:]), len(places)) for path in files}
    first = sorted((path for path, place in known.items() if place < len(places)), key=known.__getitem__)
    rest = [path for path, place in known.items() if place == len(places)]
    kinds = [[path for path in rest if (path.parent.name in WAITING) is waits] for waits in (False, True)]
    spread = [((place + 0.5) / len(kind), path) for kind in kinds for place, path in enumerate(kind)]
    return [*first, *(path for _, path in sorted(spread))]
