"""What was seen, kept so that no finished cell is run again for the same code, and shown in docs/operations.md."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

from tests.fresh.kinds import KINDS, Kind
from tests.fresh.roots import RELEASES, Release

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "operations.md"
MARKS = ("<!-- make fresh -->", "<!-- end -->")


def code() -> str:
    """A name for what is committed, but for the documents: the table itself is written into one of them."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "HEAD"], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    lines = [line for line in listed.stdout.splitlines() if not re.search(r"\t(docs/|.*\.md$)", line)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


class Results:
    """The cells of one state of the code. Those that were well are not tried again; the others are."""

    def __init__(self, cache: Path) -> None:
        self._file = cache / "results" / f"{code()}.json"
        self._cells: dict[str, dict[str, str | bool]] = {}
        if self._file.exists():
            self._cells = json.loads(self._file.read_text("utf-8"))

    def well(self, release: Release, kind: Kind) -> bool:
        """Whether this cell was tried, and was well."""
        return bool(self._cells.get(f"{release.name} {kind.name}", {}).get("well"))

    def note(self, release: Release, kind: Kind, words: str, *, well: bool) -> None:
        """Keep what was seen."""
        self._cells[f"{release.name} {kind.name}"] = {"well": well, "words": words}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._cells, indent=1, ensure_ascii=False), "utf-8")

    def all_well(self) -> bool:
        """Whether no cell that was tried failed."""
        return all(cell["well"] for cell in self._cells.values())

    def table(self) -> str:
        """The table, a row for each kind of user and a column for each release."""
        lines = [["", *(release.title for release in RELEASES)], ["---"] * (len(RELEASES) + 1)]
        for kind in KINDS:
            words = [
                str(self._cells.get(f"{release.name} {kind.name}", {}).get("words", "not tried"))
                for release in RELEASES
            ]
            lines.append([f"`{kind.command}`, {kind.title}", *words])
        return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)

    def write(self) -> None:
        """Put the table between the marks of docs/operations.md."""
        begin, end = MARKS
        page = PAGE.read_text("utf-8")
        between = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
        PAGE.write_text(between.sub(lambda _: f"{begin}\n{self.table()}\n{end}", page), "utf-8")
