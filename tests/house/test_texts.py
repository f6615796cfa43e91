"""Nothing we do to a text takes more than twice as long when the text is twice as long, whatever is in it.

Work is counted, in lines of Python and steps of regular expressions; the machine's speed plays no part.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from schemas.idea import Idea
from schemas.personal_data import LOOKED_AT, find_personal_data
from schemas.plain_text import plain_text
from server.core import clock
from server.core.errors import Problem
from server.ideas.groups.alike import alike
from server.room.minutes.typeset import as_shown
from server.views.progress.search import speaks_of
from server.views.progress.sieve import Sieve
from server.web.edit_conflicts import together
from server.web.files.sheet import sheet
from server.web.personal_data_warning import warnings
from tests.house.texts import ODD, patterns, pieces_of, text_functions
from tests.support.steps import Steps, lines_run

WHOLE = 4000
SIZES = (1000, pytest.param(WHOLE, marks=pytest.mark.slow))
"""Letters. A thousand are enough to show what grows too fast, in an eighth of the time."""
FEW, MORE = 200, 400
"""For expressions, whose steps are counted in Python. Both exceed any bounded repeat, at most 64 letters."""
TWICE, SPARE = 2.3, 400


class NoPress:
    """Says that no font has any letter, without asking typst."""

    def unshowable(self, letters: set[str]) -> set[str]:
        """Return all of them."""
        return set(letters)


def ideas_of(text: str) -> list[Idea]:
    """Four ideas with this text."""
    told: dict[str, Any] = {"public_id": "", "submission": "", "board_id": 1, "meeting_id": 1}
    told |= {"status_at": clock.now(), "created_at": clock.now(), "title": text[:300], "text": text}
    return [Idea(id=number, number=number, **told) for number in range(1, 5)]


OTHERS: dict[str, Callable[[str], object]] = {
    "sheet": lambda text: sheet([[text, text]]),
    "warnings": lambda text: warnings({"text": text}, "x"),
    "together": lambda text: together({"text": text, "was": text}, {"text": "", "other": text}, ["text"]),
    "alike": lambda text: alike(ideas_of(text)),
    "search": lambda text: speaks_of(Sieve.read({"q": text}).q),
    "letters of a PDF": lambda text: as_shown(NoPress(), text),  # type: ignore[arg-type]
}
"""Functions that take more than one text, or something else besides."""
FUNCTIONS = text_functions() | OTHERS


def test_they_are_found() -> None:
    known = {
        f"schemas.{name}" for name in ("personal_data.find_personal_data", "plain_text.plain_text", "codes.normal")
    }
    assert known | {"schemas.dates_in_text.without_dates", "schemas.personal_numbers.has_phone"} <= set(FUNCTIONS)
    assert {
        "server.web.files.sheet.safe_cell",
        "server.ideas.groups.alike._stems",
        "server.views.progress.sieve._clean",
    } <= set(FUNCTIONS)
    assert len(patterns()) > 25
    assert [name for name in patterns() if name.startswith("server.views.export.routes: [^a-z0-9]+")]


def _run(function: Callable[[str], object], text: str) -> Callable[[], None]:
    def run() -> None:
        with suppress(Problem, ValueError):  # refused: with a sentence, or however the caller handles it
            function(text)

    return run


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.long
def test_twice_the_text_takes_twice_the_lines(name: str, size: int) -> None:
    function = FUNCTIONS[name]
    for what, piece in ODD.items():
        half, whole = ((piece * size)[:length] for length in (size // 2, size))
        _run(function, whole)()  # caches are filled by now
        lines = [lines_run(_run(function, text)) for text in (half, whole)]
        assert lines[1] <= TWICE * lines[0] + SPARE, f"{what}: {lines}"
        assert lines[1] <= 100 * size, f"{what}: {lines}"


@pytest.mark.parametrize("name", patterns())
def test_twice_the_text_takes_twice_the_steps(name: str) -> None:
    pattern = patterns()[name]
    counter = Steps(pattern)
    for piece in (*ODD.values(), *pieces_of(pattern)):
        few, more = (counter.of((piece * MORE)[:length]) for length in (FEW, MORE))
        assert more <= TWICE * few + SPARE * 10, f"{piece!r}: {few} steps, then {more}"


@pytest.mark.parametrize("piece", ODD.values(), ids=list(ODD))
def test_no_text_grows_without_bound(piece: str) -> None:
    assert len(plain_text((piece * WHOLE)[:WHOLE])) <= 4 * WHOLE


def test_no_letter_stands_for_more_than_four() -> None:
    """In this Python's version of Unicode."""
    letters = (chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)
    long = [letter for letter in letters if len(unicodedata.normalize("NFKC", letter)) > 4]
    assert long
    assert not [letter for letter in long if len(plain_text(letter)) > 1]


def test_what_is_longer_than_a_field_is_not_looked_at() -> None:
    assert find_personal_data("a" * (LOOKED_AT - 20) + " ring 23 45 67 89") is not None
    assert find_personal_data("a" * LOOKED_AT + " ring 23 45 67 89") is None


def test_only_so_many_ideas_are_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.ideas.groups.alike.NEWEST", 60)
    lines = []
    for many in (60, 240):
        told = [idea for number in range(many // 4) for idea in ideas_of(f"{number}")]
        lines.append(lines_run(lambda told=told: alike(told)))  # type: ignore[misc]
    assert lines[1] < 1.1 * lines[0], lines


def test_brackets_without_end_are_only_odd() -> None:
    for was in ("[" * 30_000, '{"a":' * 9000):
        assert together({"text": "ny", "was": was}, {"text": "gammel"}, ["text"]) == {"text": "ny"}


@pytest.mark.parametrize(("pattern", "piece"), [(r"(\A|[;\n])([\s']*)(?=[=+])", "\n"), (r"(a|a)*b", "a")])
def test_what_takes_too_many_steps_is_found(pattern: str, piece: str) -> None:
    """Without this, the test of expressions might be unable to fail."""
    counter = Steps(re.compile(pattern))
    few, more = (counter.of(piece * size) for size in ((6, 12) if piece == "a" else (FEW, MORE)))
    assert more > TWICE * few + SPARE * 10


@pytest.mark.parametrize("pattern", patterns().values(), ids=list(patterns()))
def test_steps_are_counted_where_python_matches(pattern: "re.Pattern[str]") -> None:
    counter = Steps(pattern)
    for text in (*(piece * 3 for piece in ODD.values()), *(piece * 2 for piece in pieces_of(pattern))):
        counter._text = text
        assert list(counter.spans()) == [found.span() for found in pattern.finditer(text)], text
