"""What a replay says on the terminal: a bar while it runs, a table after it, and one JSON object for programs."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from server.ops.replay.figures import Line


@dataclass(frozen=True)
class Outcome:
    """`seconds` is the whole replay; `votes_per_second` counts only the time during which people voted."""

    ideas: int
    ballots: int
    mismatches: int
    seconds: float
    votes_per_second: float
    result_url: str


def consoles() -> tuple[Console, Console]:
    """The console for results, and the one for progress and complaints."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a title may have letters that the terminal lacks
    return Console(highlight=False), Console(stderr=True, highlight=False)


def progress(console: Console) -> Progress:
    """The bar."""
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def table(lines: Sequence[Line], *, hidden: bool) -> Table:
    """Each idea with its published and its counted figures, most dots first."""
    drawn = Table("Idea", "Title", title="Published and counted", title_justify="left")
    for name in ("Voters", "counted", "Dots", "counted"):
        drawn.add_column(name, justify="right")
    drawn.add_column("")
    for line in sorted(lines, key=lambda line: -line.published.dots):
        right, counted = line.published, line.counted
        told = (str(counted.voters), str(counted.dots)) if counted else ("–", "–")
        verdict = ("not published" if hidden else "=") if line.matches else "DIFFERS"
        drawn.add_row(
            *(line.ref, _plain(line.title), str(right.voters), told[0], str(right.dots), told[1], verdict),
            style=None if line.matches else "bold red",
        )
    return drawn


def summary(outcome: Outcome, refused: Sequence[str], *, hidden: bool) -> list[str]:
    """The sentences below the table."""
    took, pace = f"{outcome.seconds:.1f} s", f"{outcome.votes_per_second:.0f} votes per second while voting"
    took, pace = f"{outcome.seconds:.1f} s", f"{outcome.votes_per_second:.0f} votes per second while voting"
    said = [f"{outcome.ideas} ideas, {outcome.ballots} ballots in {took}, {pace}."]
    if hidden:
        said.append("Fewer than five voted: the figures are not published, and so were not compared.")
    said.append("Every count is as published." if not outcome.mismatches else f"{outcome.mismatches} counts DIFFER.")
    if refused:
        said.append(f"{len(refused)} voters could not act; the first: {refused[0]}.")
    return [*said, f"Result: {outcome.result_url}"]


def as_object(outcome: Outcome) -> str:
    """One line of JSON."""
    return json.dumps(asdict(outcome))


def _plain(title: str) -> str:
    return title.replace("[", "\\[")
