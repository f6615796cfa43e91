"""Files for spreadsheets: `;` between cells, and no cell that would be taken for a formula (promise S7)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

MAKER = __name__
"""The maker that `server/web/files/` runs for a sheet in a process of its own."""
BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
BEGINS = re.compile(r"(?<![\s'\"])([\s'\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""The blanks and quotes before a sign that a formula may begin with. Each run of them is scanned once."""
ENDS, BLANK_ENDS = ";,|", frozenset("\t\r\n")
"""What another program might take for a cell separator."""
Cell = str | int | None


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whichever separator it assumes: an apostrophe is put before it."""

    def escaped(found: re.Match[str]) -> str:
        at, run = found.start(), found[1]
        begins = at == 0 or text[at - 1] in ENDS or not BLANK_ENDS.isdisjoint(run)
        return f"{run}'" if begins else run

    safe = BEGINS.sub(escaped, text)
    return f"'{safe}" if safe[:1] in {"\t", "\r"} else safe


def sheet(rows: Iterable[Sequence[Cell]], *, line_end: str = "\r\n", bom: bool = True) -> str:
    """Rows as the text of a file. Strings are made safe, numbers stay numbers, and None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator=line_end)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM if bom else "") + file.getvalue()


def made(told: dict[str, Any], _: Path) -> bytes:
    """For `server/web/files/child.py`: `sheet` as bytes, with its arguments in `told`."""
    return sheet(**told).encode()
