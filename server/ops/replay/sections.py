"""The three CSV tables of a Pabulib file, META, PROJECTS and VOTES, each row with its line number."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

NAMES = ("META", "PROJECTS", "VOTES")


class PabulibError(Exception):
    """A file that cannot be replayed: the line (counted from 1) and the reason, as one sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on and its cells by column. A row that is too short lacks its last cells."""

    line: int
    cells: dict[str, str]

    def required(self, column: str) -> str:
        """The cell, which may be empty. Raises PabulibError when the row ends before it."""
        if column not in self.cells:
            raise PabulibError(self.line, f"the row has no {column}")
        return self.cells[column]


@dataclass(frozen=True)
class Section:
    """One table: the line of its title, its columns, its rows in order."""

    line: int
    columns: tuple[str, ...]
    rows: list[Row]

    def need(self, *columns: str) -> None:
        """Raises PabulibError when one of the columns is missing."""
        for column in columns:
            if column not in self.columns:
                raise PabulibError(self.line + 1, f"the column {column} is missing")


def read_sections(path: Path) -> dict[str, Section]:
    """The sections of the file by name. UTF-8, with or without a byte order mark, with any line endings; cells are
    separated by ";", quoted as in CSV, and stripped; empty lines are ignored.

    Raises PabulibError when it is not such a file, and OSError when it cannot be read."""
    rows = [(line, cells) for line, cells in _rows(_text(path)) if any(cells)]
    sections: dict[str, Section] = {}
    title: str | None = None
    place = 0
    while place < len(rows):
        line, cells = rows[place]
        if cells[0].upper() in NAMES and not any(cells[1:]):
            title = cells[0].upper()
            expected = NAMES[len(sections)] if len(sections) < len(NAMES) else None
            if title != expected:
                raise PabulibError(line, f"the section {title} stands here, expected {expected or 'the end'}")
            sections[title] = Section(line, _columns(title, line, rows[place + 1 :]), [])
            place += 2
            continue
        if title is None:
            raise PabulibError(line, "the file does not begin with META")
        sections[title].rows.append(_row(line, cells, sections[title].columns))
        place += 1
    if len(sections) < len(NAMES):
        raise PabulibError(rows[-1][0] if rows else 1, f"the section {NAMES[len(sections)]} is missing")
    return sections


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PabulibError(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8") from None
    if "\0" in text:
        raise PabulibError(text.count("\n", 0, text.index("\0")) + 1, "there is a NUL character")
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise PabulibError(line, f"the row is not CSV: {error}") from None
    return rows


def _columns(title: str, line: int, following: list[tuple[int, list[str]]]) -> tuple[str, ...]:
    if not following or (following[0][1][0].upper() in NAMES and not any(following[0][1][1:])):
        raise PabulibError(line, f"the section {title} has no columns")
    line, cells = following[0]
    while cells and not cells[-1]:
        cells = cells[:-1]
    columns = tuple(cell.lower() for cell in cells)
    if len(set(columns)) < len(columns):
        raise PabulibError(line, "two columns have the same name")
    return columns


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if any(cells[len(columns) :]):
        raise PabulibError(line, f"the row has {len(cells)} cells, but there are {len(columns)} columns")
    return Row(line, dict(zip(columns, cells, strict=False)))
