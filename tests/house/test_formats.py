"""What a format rules stands in its row: nothing asks which format a meeting has. And where questions are written, all
sentences say so, in both languages."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from schemas.format import FORMATS, Format, Written
from server.checkout import CHECKOUT
from server.core.translations import say, speaking_of
from tests.house.committed import committed
from tests.house.said import Message
from tests.house.test_words import PLACE, english

NAMED_IN = {
    "schemas/format.py": "the table",
    "server/web/labels_of_meetings.py": "their words",
    "server/ops/demo/forum.py": "an example of one",
}
CODE = ("schemas/", "server/", "workers/", "web/templates/")
ASKS = re.compile(
    r"\bFormat\.[A-Z]|\bformat(?:\.value)?\s*(?:==|!=|\bis\b|\bin\b|\bnot in\b)\s*[(\[{\"'F]|[\"']"
    f"(?:{'|'.join(each.value for each in Format if each is not Format.PEERBOARD)})"
    r"[\"']"
)


def asks(text: str) -> list[str]:
    """Where a text names a format, or compares one."""
    return [found.group() for found in ASKS.finditer(text)]


def test_nothing_asks_which_format_it_is() -> None:
    found = {
        path: asked
        for path in committed()
        if path.startswith(CODE) and path.endswith((".py", ".html", ".txt")) and path not in NAMED_IN
        if (asked := asks((CHECKOUT / path).read_text(encoding="utf-8")))
    }
    migrations = {path for path in found if path.startswith("schemas/migrations/")}
    found = {path: asked for path, asked in found.items() if path not in migrations}
    named = ", ".join(NAMED_IN)
    assert not found, (
        f"ask the row: meeting.form, board.form ({named} may name them); a new format needs a word of its own"
    )


@pytest.mark.parametrize(
    "line",
    ["if meeting.format is Format.COUNCIL:", '{% if view.meeting.format == "council" %}', "format in ('guideline',)"],
)
def test_the_rule_can_fail(line: str) -> None:
    assert asks(line)


def test_every_format_has_a_row_and_its_words() -> None:
    assert set(FORMATS) == set(Format)
    for rule in FORMATS.values():
        assert set(rule.differs) <= set(rule.phases), "a phase that differs is one of the format's"


OTHERS = [written for written in Written if written is not Written.IDEA]
IDEA = {"da": re.compile(r"\bidé", re.IGNORECASE), "en": re.compile(r"(?<![{(])\bideas?\b(?![})])", re.IGNORECASE)}


@cache
def catalogue(written: Written, language: str) -> dict[Message, Message]:
    """The sentences of what is written, by those of ideas."""
    path = Path(CHECKOUT, "web/locale", language, "LC_MESSAGES", f"{written}.po")
    with path.open("rb") as file:
        found = read_po(file, locale=language)
    return {_of(one.id): _of(one.string) for one in found if one.id}


def _of(found: str | list[str] | tuple[str, ...] | None) -> Message:
    return found if isinstance(found, str) else tuple(found or ())


def _forms(message: Message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("written", OTHERS)
def test_all_sentences_of_ideas_are_said_of_what_is_written(written: Written, language: str) -> None:
    said, known = catalogue(written, language), english()
    speak = [each for each in known if any(IDEA["da"].search(form) for form in _forms(each))]
    assert len(speak) > 400
    missing = sorted(str(each) for each in speak if each not in said)
    assert not missing, f"say it of a {written}: web/locale/{language}/LC_MESSAGES/{written}.po"
    assert not sorted(str(each) for each in said if each not in known), "sentences that are gone"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("written", OTHERS)
def test_none_of_them_says_idea_or_loses_a_value(written: Written, language: str) -> None:
    for sentence, told in catalogue(written, language).items():
        for first, form in zip(_forms(sentence), _forms(told), strict=True):
            assert form, sentence
            assert not IDEA[language].search(form), form
            given = set(PLACE.findall(form))
            assert given == set(PLACE.findall(first)) or given <= set(PLACE.findall(_forms(sentence)[-1])), form


def test_what_is_spoken_of_is_said_and_then_no_more() -> None:
    with speaking_of(Written.QUESTION):
        assert say("da", "Skriv en idé") == "Skriv et spørgsmål"
        assert say("en", "Skriv en idé") == "Write a question"
        assert say("da", "Gem") == "Gem", "a sentence of neither"
    assert say("da", "Skriv en idé") == "Skriv en idé"


def test_what_a_format_has_no_use_for_is_hidden_where_a_meeting_is_set_up() -> None:
    sheet = Path(CHECKOUT, "web/static/css/setup.css").read_text()
    fields = Path(CHECKOUT, "web/templates/meeting/meetings/setup_fields.html").read_text()
    fields += Path(CHECKOUT, "web/templates/meeting/meetings/setup.html").read_text()
    for choice in {choice for rule in FORMATS.values() for choice in rule.chosen_by}:
        assert f'[data-has~="{choice}"])) [data-for="{choice}"]' in sheet, choice
        assert f'data-for="{choice}"' in fields, choice
    assert "votes" not in FORMATS[Format.REPRESENTATIVES].chosen_by
