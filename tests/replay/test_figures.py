"""What is read from a page and from the result is held to what must stand there."""

from pathlib import Path

import pytest

from server.ops.replay.figures import compared
from server.ops.replay.pabulib import Election, read_election
from server.ops.replay.pages import form_in, kept_ballot
from tests.replay.elections import APPROVAL, FEW

HEADER = "idea_ref;title;voters;dots\n"
RIGHT = f"{HEADER}1;Bænke;4;4\n2;Blomster;3;3\n3;Skygge;0;0\n"
PAGE = """<form method="post" action="/other"><input type="hidden" name="no" value="1"></form>
<form id="ballot" class="stack" action="/rounds/R/ballot"><input type="hidden" name="version" value="2">
<input type="number" name="dots-a" value="1" min="0"><input type="checkbox" name="dots-b" value="1" checked>
<input name="title" value="&lt;b&gt; &quot;x&quot;"></form>"""


@pytest.fixture
def election(tmp_path: Path) -> Election:
    return written(tmp_path, APPROVAL)


def written(folder: Path, content: str) -> Election:
    path = folder / "valg.pb"
    path.write_text(content, "utf-8")
    return read_election(path)


def test_the_right_figures_match(election: Election) -> None:
    assert all(line.matches for line in compared(election, RIGHT))


@pytest.mark.parametrize(("right", "wrong"), [("4;4", "5;4"), ("4;4", "4;5"), ("3;3", ";"), ("0;0", "1;0")])
def test_any_other_figure_differs(election: Election, right: str, wrong: str) -> None:
    assert sum(not line.matches for line in compared(election, RIGHT.replace(right, wrong))) == 1


@pytest.mark.parametrize(
    "file",
    ["", RIGHT.replace("idea_ref", "ref"), RIGHT.replace("3;Skygge;0;0\n", ""), f"{RIGHT}4;Mere;0;0\n",
     f"{RIGHT}3;Skygge;0;0\n", RIGHT.replace("4;4", "4"), RIGHT.replace("4;4", "fire;4")],
)  # fmt: skip
def test_what_is_no_result_of_this_election_is_refused(election: Election, file: str) -> None:
    with pytest.raises(ValueError):
        compared(election, file)


def test_a_figure_that_may_not_be_told_differs(tmp_path: Path) -> None:
    few = written(tmp_path, FEW)
    empty = f"{HEADER}1;Bænke;;\n2;Blomster;;\n3;Skygge;;\n"
    assert all(line.matches for line in compared(few, empty))
    assert not any(line.matches for line in compared(few, empty.replace(";;", ";3;3")))


def test_a_form_is_read_as_a_browser_reads_it() -> None:
    form = form_in(PAGE, "id", "ballot")
    assert form is not None
    assert (form.action, form.hidden()) == ("/rounds/R/ballot", {"version": "2"})
    assert (form.offers("title"), form.offers("dots-a")) == (['<b> "x"'], ["1"])
    assert form_in(PAGE, "id", "none") is None


def test_only_what_the_server_says_is_kept_is_kept() -> None:
    assert kept_ballot("""<p id="ballot-note" data-version="1" data-dots="{&#34;a&#34;: 2}">""") == {"a": 2}
    assert kept_ballot("""<p id="ballot-note" role="status"></p>""") is None
    assert kept_ballot("""<p id="other" data-version="1" data-dots="{}">""") is None
