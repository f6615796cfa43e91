"""What `make fresh` keeps and how it types; the machines themselves are built by it alone."""

from pathlib import Path

import pytest

from tests.fresh import results
from tests.fresh.cell import Failed, _follow_links
from tests.fresh.kinds import KINDS
from tests.fresh.results import MARKS, Results
from tests.fresh.roots import RELEASES
from tests.fresh.terminal import CTRL_C, Terminal


def test_what_was_well_is_not_tried_again_and_what_was_not_is(tmp_path: Path) -> None:
    kept = Results(tmp_path)
    kept.note(RELEASES[0], KINDS[0], "ready", well=True)
    kept.note(RELEASES[1], KINDS[0], "failed: a | b", well=False)
    again = Results(tmp_path)
    assert again.well(RELEASES[0], KINDS[0])
    assert not again.well(RELEASES[1], KINDS[0])
    assert not again.well(RELEASES[0], KINDS[1])
    assert not again.all_well()


def test_the_table_stands_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n{}\nold\n{}\nafter\n".format(*MARKS))
    monkeypatch.setattr(results, "PAGE", page)
    kept = Results(tmp_path)
    kept.note(RELEASES[1], KINDS[0], "failed: a | b", well=False)
    for _ in range(2):
        kept.write()
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(KINDS)
    assert {row.count("|") for row in rows} == {len(RELEASES) + 2}
    assert rows[2].split("|")[3].strip() == "failed: a / b"


def test_the_page_has_the_marks() -> None:
    assert all(results.PAGE.read_text().count(mark) == 1 for mark in MARKS)


def test_ctrl_c_at_the_terminal_is_what_it_is_for_a_person() -> None:
    terminal = Terminal(["sh", "-c", "trap 'echo caught; exit 7' INT; echo ready; while :; do sleep 0.05; done"])
    assert terminal.wait_for(lambda said: "ready" in said, 60)
    terminal.press(CTRL_C)
    assert terminal.end(60)
    assert "caught" in terminal.said


def test_what_does_not_end_is_killed() -> None:
    terminal = Terminal(["sh", "-c", "trap '' INT HUP; echo ready; while :; do sleep 0.05; done"])
    assert terminal.wait_for(lambda said: "ready" in said, 60)
    assert not terminal.end(0.1)
    assert not terminal.alive


def test_a_link_that_is_missing_or_dead_is_a_failure() -> None:
    with pytest.raises(Failed, match="no link for Coordinator"):
        _follow_links("Peerboard is ready")
    with pytest.raises(Failed, match="the link for Coordinator does not answer"):
        _follow_links("  Coordinator  http://127.0.0.1:9/none\n")
