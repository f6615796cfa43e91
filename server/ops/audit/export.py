"""The trail as JSON lines, for a system that collects such things."""

import json
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

from server.core.database import Database
from server.ops.audit.reading import reading


async def export(database: Database, since: int, write: Callable[[str], object]) -> int:
    """Write each line with a higher number than `since`, in order, as one line of JSON. Numbers have no gaps and are
    given in the order of commits, so who goes on after the last number misses nothing. Returns the last number. Raises
    Away."""
    last = since
    async with reading(database) as trail:
        async for line in trail.lines(since):
            write(json.dumps(as_json(line), ensure_ascii=True, separators=(",", ":")) + "\n")
            last = line.seq
    return last


def as_json(line: Any) -> dict[str, Any]:
    """A line by the names of docs/operations.md."""
    at = line.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    known = {"seq": line.seq, "at": at, "deed": line.deed, "who": line.who, "whom": line.whom, "board": line.board}
    return known | {"about": line.about, "id": line.about_id, "seal": line.seal.hex()}


def position_in(file: Path) -> int:
    """The number that a file holds; 0 if there is none yet. Raises ValueError for a file that holds something else."""
    return int(file.read_text("ascii")) if file.exists() else 0


def keep_position(file: Path, seq: int) -> None:
    """Write it down, whole or not at all."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(f"{seq}\n", "ascii")
    fresh.replace(file)
