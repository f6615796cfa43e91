"""Files for spreadsheets: `;` between cells, and no cell that one would take for a formula (promise S7)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""By it a spreadsheet knows that the letters are UTF-8."""
BEGINS = re.compile(r"(\A|[;,\t\r\n|])([\s'\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a formula could begin: at the start, and after whatever another program might take for the end of a cell."""
Cell = str | int | None


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whichever separator it was told: an apostrophe stands before it."""
    safe = BEGINS.sub(r"\1\2'", text)
    return f"'{safe}" if safe[:1] in {"\t", "\r"} else safe


def sheet(rows: Iterable[Sequence[Cell]], *, line_end: str = "\r\n", bom: bool = True) -> str:
    """Rows as a file; texts are made safe, numbers stay numbers, and None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator=line_end)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM if bom else "") + file.getvalue()
