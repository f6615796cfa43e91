"""Files for spreadsheets: `;` between cells, and no cell that one would take for a formula (promise S7)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

MAKER = __name__
"""Whom `server/web/files/` asks for a sheet in a process of its own."""
BOM = "\ufeff"
"""By it a spreadsheet knows that the letters are UTF-8."""
BEGINS = re.compile(r"(?<![\s'\"])([\s'\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""A sign that a formula may begin with, and all the blanks and quotes before it: each run of them is read once."""
ENDS, BLANK_ENDS = ";,|", frozenset("\t\r\n")
"""What another program might take for the end of a cell."""
Cell = str | int | None


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whichever separator it was told: an apostrophe stands before it."""

    def told(found: re.Match[str]) -> str:
        at, run = found.start(), found[1]
        begins = at == 0 or text[at - 1] in ENDS or not BLANK_ENDS.isdisjoint(run)
        return f"{run}'" if begins else run

    safe = BEGINS.sub(told, text)
    return f"'{safe}" if safe[:1] in {"\t", "\r"} else safe


def sheet(rows: Iterable[Sequence[Cell]], *, line_end: str = "\r\n", bom: bool = True) -> str:
    """Rows as a file; texts are made safe, numbers stay numbers, and None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator=line_end)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM if bom else "") + file.getvalue()


def made(told: dict[str, Any], _: Path) -> bytes:
    """In a process of its own (`server/web/files/`): `sheet` as bytes, of its `rows` and the rest that it takes."""
    return sheet(**told).encode()
