"""The same rows as a sheet (`sheet.py`), as JSON: a list with an object for each, by the headings in the first row."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from server.web.files.sheet import Cell

MAKER = __name__
"""The maker that `server/web/files/` runs for it in a process of its own."""


def objects(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows as the text of a file."""
    heads, *lines = rows
    told = [dict(zip(heads, line, strict=True)) for line in lines]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def made(told: dict[str, Any], _: Path) -> bytes:
    """For `server/web/files/child.py`."""
    return objects(told["rows"]).encode()
