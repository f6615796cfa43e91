"""The measure of how hard a text is, against texts that were counted by hand."""

import pytest

from tests.support.lix import lix, read

COUNTED = [
    # 6 words, 1 sentence, 1 long (overskrift)
    ("Skriv en kort overskrift til os.", 6 + 100 / 6),
    # 8 words, 2 sentences, 0 long
    ("Tak for det. Din idé er nu gemt.", 4.0),
    # a heading is a sentence: 5 words, 2 sentences, 1 long (privatliv)
    ("Dit privatliv\n\nVi gemmer lidt.", 2.5 + 100 * 1 / 5),
    # a number is a word, and its point ends nothing
    ("Der er plads til 4.000 tegn.", 6.0),
    ("", 0.0),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_lix_is_what_was_counted_by_hand(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


def test_a_word_of_six_letters_is_short_and_one_of_seven_is_long() -> None:
    assert read("abcdef abcdefg").long == 1


def test_plain_danish_is_far_below_the_language_of_an_authority() -> None:
    plain = "Du skriver din idé her. Ingen andre kan se den endnu. Om lidt viser vi alle idéer på en gang."
    stiff = (
        "Implementeringen af kvalitetsudviklingsinitiativer forudsætter tværsektoriel koordinering mellem afdelingerne."
    )
    assert lix(plain) < 20 < 60 < lix(stiff)
