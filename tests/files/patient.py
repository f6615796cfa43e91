"""A maker that waits to be told to go on, and says in a folder of the test's that it is at work."""

import os
import time
from pathlib import Path
from typing import Any


def made(told: dict[str, Any], _: Path) -> bytes:
    """Write `<name>` with the process's number into `told["marks"]`; wait there for `go`; return what was told."""
    if told.get("fails"):
        raise LookupError(told["fails"])
    marks = Path(told["marks"])
    (marks / f"{told['name']}.new").write_text(str(os.getpid()))
    (marks / f"{told['name']}.new").rename(marks / told["name"])
    while not (marks / "go").exists():
        time.sleep(0.01)
    return str(told["name"]).encode()
