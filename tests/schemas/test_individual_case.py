"""How often we are right in asking: measured on sentences that were written for it, of nobody and about no real place.

Each line says what it is: `ordinary`, somebody's `own` case, or one that names `staff`. What happened to oneself in a
few words, as the reason for a proposal, is ordinary; so is praise of nobody by name. The rules were tuned on one half
of the sentences only, and are held on the other half, and on the `last` ones, which were written after the last change
of the rules. The lists of words were made by whoever wrote the sentences: people will write others.
"""

import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.individual_case import Case, Signal, looks_like, signals_of

SENTENCES = Path(__file__).parent / "individual_cases"
HELD = {"tuned": (0.98, 0.95), "held": (0.97, 0.87), "last": (0.93, 0.75)}
"""The least precision and recall, slightly below what was reached."""


def sentences(name: str) -> list[tuple[str, str]]:
    """Pairs of what a sentence is and the sentence."""
    lines = (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(kind, said) for kind, _, said in (line.partition("\t") for line in lines)]


class Measured(NamedTuple):
    """What came of sentences: how many were asked about rightly and wrongly, and how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def measure(said: list[tuple[str, str]]) -> Measured:
    asked = [(kind != "ordinary", bool(looks_like(sentence))) for kind, sentence in said]
    return Measured(asked.count((True, True)), asked.count((False, True)), asked.count((True, False)))


@pytest.mark.parametrize("name", HELD)
def test_it_is_right_as_often_as_we_say(name: str) -> None:
    said = sentences(name)
    all_of, kinds = measure(said), {kind for kind, _ in said}
    print(f"\n{name}: {len(said)} sentences, {all_of}, precision {all_of.precision:.3f}, recall {all_of.recall:.3f}")
    for kind in sorted(kinds - {"ordinary"}):
        found = [Case(kind) in looks_like(sentence) for each, sentence in said if each == kind]
        print(f"  {kind}: {sum(found)} of {len(found)}")
    precision, recall = HELD[name]
    assert all_of.precision >= precision
    assert all_of.recall >= recall


def test_there_are_enough_sentences_and_none_is_in_two_halves() -> None:
    halves = {name: [sentence for _, sentence in sentences(name)] for name in HELD}
    every = [sentence for half in halves.values() for sentence in half]
    assert len(every) == len(set(every)) >= 300
    kinds = [kind for name in HELD for kind, _ in sentences(name)]
    assert set(kinds) == {"ordinary", "own", "staff"}
    assert 0.4 < kinds.count("ordinary") / len(kinds) < 0.6


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("Dr Smith was rude to us.", {Case.STAFF}),
        ("My mother died on ward 4 after the wrong medication.", {Case.OWN}),
        ("I had surgery on 3 May and got an infection.", {Case.OWN}),
        ("The nurses are kind, but the ward is noisy.", set()),
        ("My mother needed more food.", set()),
        ("OVERLÆGE HANSEN SOV", {Case.STAFF}),
        ("overlaege hansen sov", {Case.STAFF}),
        ("Sygeplejerske Anne-Marie Skov-Holm", {Case.STAFF}),
        ("Min mor fik forkert medicin den 3. maj af overlæge Hansen.", {Case.OWN, Case.STAFF}),
        ("", set()),
    ],
)
def test_other_ways_to_write(text: str, cases: set[Case]) -> None:
    assert looks_like(text) == cases


def test_signals_agree_only_near_each_other() -> None:
    """A long text about many things is not a case because it holds some of everything."""
    far = "Vi vil gerne have flere stole. " * 3
    apart = f"Min mor ventede. {far}Der er koldt på stue 12. {far}Nogen fik forkert mad."
    assert not looks_like(apart)
    assert {Signal.WHOSE, Signal.PLACE, Signal.HARM} <= signals_of(apart)
    assert looks_like("Min mor ventede på stue 12. Hun fik forkert mad.") == {Case.OWN}


FEW = settings(derandomize=True, max_examples=50)


@FEW
@given(st.text(max_size=100))
def test_any_text_gets_an_answer(text: str) -> None:
    assert looks_like(text) <= set(Case)


WORDS = [
    "min mor",
    "overlæge",
    "Åse",
    "Jürgen",
    "fødsel",
    "på stue 12",
    "den 3. maj",
    "forkert",
    ".",
    ",",
    "\n",
    "é",
    "I",
]


@FEW
@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=12),
    st.sampled_from(["", " ", "\n \t", "  "]),
)
def test_it_does_not_matter_how_a_text_is_composed_or_ends(pieces: list[str], after: str) -> None:
    text = " ".join(pieces)
    answer = looks_like(unicodedata.normalize("NFC", text))
    assert looks_like(unicodedata.normalize("NFD", text)) == answer
    assert looks_like(unicodedata.normalize("NFC", text) + after) == answer
