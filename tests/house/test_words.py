"""Danish first, English complete: every sentence in the code has its English one, with the same places to fill in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from schemas.answer import Effect
from schemas.flow import FLOW, Status
from schemas.format import FORMATS, PHASES, Format, Phase
from schemas.idea import Statement
from schemas.roles import Role
from schemas.round import Method
from server import words

TOP = Path(__file__).resolve().parents[2]
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}
OPTIONS = {"**.html": JINJA, "**.txt": JINJA}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")

Message = str | tuple[str, ...]


def sentences() -> Iterator[Message]:
    """Every sentence that people read, as it stands in the code and the templates."""
    for folder in ("schemas", "server", "workers", "web/templates"):
        for found in extract_from_dir(TOP / folder, METHODS, OPTIONS, keywords=KEYWORDS):
            yield found[2]


def english() -> dict[Message, Message]:
    """The catalogue."""
    with (TOP / "web/locale/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalog = read_po(file, locale="en")
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    return {_message(message.id): _message(message.string) for message in catalog if message.id}


def test_every_sentence_has_an_english_one() -> None:
    known, wanted = english(), set(sentences())
    assert len(wanted) > 200
    assert not sorted(str(sentence) for sentence in wanted if sentence not in known), "run scripts/words"
    assert not [sentence for sentence in wanted if not all(_forms(known[sentence]))]


def test_no_english_sentence_is_left_over() -> None:
    assert not sorted(str(sentence) for sentence in set(english()) - set(sentences())), "run scripts/words"


def test_the_same_places_are_filled_in() -> None:
    for danish, other in english().items():
        for one, two in zip(_forms(danish), _forms(other), strict=True):
            assert sorted(PLACE.findall(one)) == sorted(PLACE.findall(two)), one


@pytest.mark.parametrize(
    ("kinds", "labels"),
    [
        (Role, words.ROLES),
        (Phase, words.PHASES),
        (Format, words.FORMATS),
        (Statement, words.STATEMENTS),
        (Status, words.STATUSES),
        (Status, words.SENTENCES),
        (Effect, words.EFFECTS),
        (Method, words.METHODS),
    ],
)
def test_every_word_of_the_code_has_a_label(kinds: type, labels: dict[object, str]) -> None:
    known = english()
    assert set(labels) == set(kinds)  # type: ignore[call-overload]
    assert all(label in known for label in labels.values())


def test_every_status_phase_and_format_has_its_row() -> None:
    assert set(FLOW) == set(Status)
    assert set(PHASES) == set(Phase)
    assert set(FORMATS) == set(Format)


def _message(found: str | list[str] | tuple[str, ...] | None) -> Message:
    return found if isinstance(found, str) else tuple(found or ())


def _forms(message: Message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)
