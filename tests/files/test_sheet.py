"""S7: what leaves as a file is safe to open in a spreadsheet, whichever separator it was told."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from server.web.files.sheet import BOM, Cell, safe_cell, sheet

EVIL = st.text(alphabet="=+-@;,\t\r\n|'\" aæ1＝＋", max_size=12)
CELLS = st.one_of(st.none(), st.integers(), st.text(max_size=20).filter(lambda text: "\x00" not in text), EVIL)
STARTS = tuple("=+-@\t\r＝＋－＠")


@given(st.one_of(EVIL, st.text()))
def test_no_cell_begins_a_formula_not_even_when_it_is_split(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.startswith(STARTS)
    for part in re.split(r"[;,\t\r\n|]", safe):
        assert not part.lstrip(' "').startswith(STARTS[:4] + STARTS[6:])


@given(st.one_of(EVIL, st.text()))
def test_only_apostrophes_are_added(text: str) -> None:
    assert safe_cell(text).replace("'", "") == text.replace("'", "")


@given(st.one_of(EVIL, st.text()))
def test_blanks_and_quotes_before_a_formula_are_passed_over_from_the_end_of_a_cell_on(text: str) -> None:
    """As the rule was first written, which read a run of line ends once for each of them."""
    plain = re.sub(r"(\A|[;,\t\r\n|])([\s'\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])", r"\1\2'", text)
    assert safe_cell(text) == (f"'{plain}" if plain[:1] in {"\t", "\r"} else plain)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=5))
def test_what_went_in_comes_out(rows: list[list[Cell]]) -> None:
    file = sheet(rows)
    assert file.startswith(BOM)
    read = list(csv.reader(io.StringIO(file.removeprefix(BOM), newline=""), delimiter=";"))
    told = [
        ["" if cell is None else safe_cell(cell) if isinstance(cell, str) else str(cell) for cell in row]
        for row in rows
    ]
    assert [row or [""] for row in read] == told
    assert file.encode("utf-8").startswith(b"\xef\xbb\xbf")


def test_lines_end_as_spreadsheets_want_and_line_breaks_stay_within_quotes() -> None:
    assert sheet([["a", "b\nc"], [1, None]]) == f'{BOM}a;"b\nc"\r\n1;\r\n'
    assert sheet([["a"]], line_end="\n", bom=False) == "a\n"


def test_ordinary_words_stay_as_they_are() -> None:
    for text in ("Ro kl. 22", "e-mail a@b", "50 % - måske", "Kaffe; te, vand", "A=B", ""):
        assert safe_cell(text) == text
