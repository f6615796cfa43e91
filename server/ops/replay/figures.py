"""The result as anybody with its address reads it, compared with what the election published."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from schemas.disclosure import EXACT_FROM
from server.ops.replay.pabulib import Election, Figures, published
from server.web.files.sheet import safe_cell

COLUMNS = ["idea_ref", "title", "voters", "dots"]


@dataclass(frozen=True)
class Line:
    """One idea: what was published, and what the product counted (None when it shows no figures)."""

    ref: str
    title: str
    published: Figures
    counted: Figures | None
    matches: bool


def compared(election: Election, file: str) -> list[Line]:
    """A line for each project. Raises ValueError when `file` is not a result, or not this election's.

    With fewer than five voters no figure may be shown, so any figure is a mismatch."""
    told = _read(file)
    if set(told) != {safe_cell(project.ref) for project in election.projects}:
        raise ValueError("the result has other ideas than the election")
    hidden = is_hidden(election)
    lines = []
    for project, right in zip(election.projects, published(election).values(), strict=True):
        counted = told[safe_cell(project.ref)]
        matches = counted is None if hidden else counted == right
        lines.append(Line(project.ref, project.title, right, counted, matches))
    return lines


def is_hidden(election: Election) -> bool:
    """Whether too few gave any dot for the whole room's figures to be shown."""
    return sum(bool(ballot.dots) for ballot in election.ballots) < EXACT_FROM


def _read(file: str) -> dict[str, Figures | None]:
    header, *rows = list(csv.reader(io.StringIO(file), delimiter=";", strict=True)) or [[]]
    if header != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError("the result has other columns than idea_ref;title;voters;dots")
    if any(number > 1 for number in Counter(row[0] for row in rows).values()):
        raise ValueError("the result has an idea twice")
    return {ref: Figures(int(voters), int(dots)) if voters or dots else None for ref, _, voters, dots in rows}
