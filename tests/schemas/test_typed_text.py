"""What a text may hold: what can be seen stays as it was typed, what cannot be seen goes, in a time that only grows as
the text does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.typed_text import MARKS_MOST, as_kept

NOTHING_TO_SEE = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "Hangul filler": "\u3164",
    "half-width filler": "\uffa0",
    "blank of Braille": "\u2800",
    "soft hyphen": "\u00ad",
    "an accent without a letter": "\u0301",
    "an accent on a blank": " \u0301",
    "byte order mark": "\ufeff",
    "override": "\u202e",
    "isolate": "\u2067",
    "tag": "\U000e0041",
    "private": "\ue000",
    "variation": "\ufe0f",
    "control": "\x1b",
    "half a pair": "\ud800",
    "no character": "\uffff",
    "wide blank": "\u3000",
    "line of paragraphs": "\u2029",
}
AS_KEPT = {
    "A\u030arhus": "Århus",
    "bl\u00ad\u00e5": "blå",
    "ﬁn ﬂad oﬃciel": "fin flad officiel",
    "An\u200bna": "Anna",
    "Bo\u202eanna": "Boanna",
    "10\u00a0kr.": "10 kr.",
    "et\r\nto\rtre\u2028fire": "et to tre fire",
    "x\ty": "x y",
}
STAYS = (
    "Ærø, Ørsted og Ålborg: “så” – 50 % • 3 €",
    "👩‍👩‍👧 ❤️ 👩🏽‍💻 ❤️‍🔥 3️⃣ 🏳️‍🌈",
    "می‌خواهم",  # Persian needs its non-joiner
    "क्‍ष",  # and Devanagari its joiner
    "مرحبا!",
    "Nguyễn Thị Ánh",
    "שָׁלוֹם",
    "ไม่ได้",
    "Пётр Ґалаґан",
    "Łukasz Żółć",
)


@pytest.mark.parametrize("typed", NOTHING_TO_SEE.values(), ids=NOTHING_TO_SEE)
def test_what_cannot_be_seen_is_no_text(typed: str) -> None:
    assert as_kept(typed).strip() == ""
    assert as_kept(f"An{typed}na").replace(" ", "") in {"Anna", "Ańna"}


@pytest.mark.parametrize(("typed", "kept"), AS_KEPT.items())
def test_alike_is_the_same(typed: str, kept: str) -> None:
    assert as_kept(typed) == kept


@pytest.mark.parametrize("typed", STAYS)
def test_every_script_stays_as_it_was_typed(typed: str) -> None:
    assert as_kept(typed) == unicodedata.normalize("NFC", typed)


def test_lines_stay_where_there_are_lines() -> None:
    assert as_kept("et\r\nto\u2028tre\tfire", lines=True) == "et\nto\ntre\tfire"


def test_a_letter_carries_few_marks() -> None:
    assert len(unicodedata.normalize("NFD", as_kept("a" + "\u0301\u0323" * 18))) == 1 + MARKS_MOST


@given(st.text(st.characters()))
def test_done_twice_is_done_once(typed: str) -> None:
    for lines in (False, True):
        once = as_kept(typed, lines=lines)
        assert as_kept(once, lines=lines) == once
        assert unicodedata.is_normalized("NFC", once)
        assert lines or "\n" not in once
