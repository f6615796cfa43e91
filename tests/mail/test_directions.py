"""A name that is written from right to left turns none of the words around it, in any letter we write."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

import server
from schemas.follow_up import Question
from schemas.format import Format
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.screening import Verdict
from server.core.errors import N_
from server.core.settings import Settings
from server.mail.letters import Letter, Written, letter
from server.mail.sender import compose
from server.mail.signature import UNSIGNED
from server.meeting.invitations.calendar_file import Method, calendar_file
from tests.support.site import SECRET

NAMES = ("نور", "בית חולים", "Noam נועם 7", "Ærø – Øst", "Leo")
LINK = "https://peerboard.test/ideas/abc"
TURNED = re.compile("[\u0590-\u08ff]")
APART = re.compile("\u2068[^\u2068\u2069]*\u2069")
AT = datetime(2026, 12, 1, 18, tzinfo=UTC)


def meeting_of(name: str) -> Meeting:
    """A meeting that is called so, and held there."""
    known: dict[str, Any] = {"board_id": 1, "public_id": "m", "format": Format.PEERBOARD, "created_at": AT}
    return Meeting(**known, title=f"{name}!", place=name, starts_at=AT)


ARGUMENTS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("name", "board", "leader", "unit", "provider", "places", "deputy", "body"), lambda name: name),
    "by": lambda name: Person(name=name, mail="ada@region.test"),
    **dict.fromkeys(("link", "stop", "no"), lambda _: LINK),
    **dict.fromkeys(("day", "until", "from_day", "until_day"), lambda _: date(2026, 12, 1)),
    **dict.fromkeys(("count", "number", "seq"), lambda _: 2),
    **dict.fromkeys(("voted", "own", "corrected", "closed", "late", "known"), lambda _: True),
    "meeting": meeting_of,
    "now": lambda _: AT,
    "how": lambda _: "passed",
    "verdict": lambda _: Verdict.ASKED,
    "seal": lambda _: "1f" * 32,
    "asked": lambda _: Question.FELT,
    "sentence": lambda _: N_("Der er sket noget nyt."),
    "subject": lambda _: N_("Der er sket noget nyt."),
    "lines": lambda _: [],
    "items": lambda _: 2,
    "where": lambda _: LINK,
    "ideas": lambda _: [(12, LINK), (13, LINK)],
}
"""What a letter is told, by the name of the parameter."""


def letters() -> Iterator[tuple[str, Callable[..., Letter]]]:
    """Every function that writes a letter, wherever it is; but for the one that all of them end in."""
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if module.name.endswith("__main__"):
            continue
        found = importlib.import_module(module.name)
        for name, function in vars(found).items():
            own = inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
            if own and function.__annotations__.get("return") is Letter and function is not letter:
                yield f"{module.name}.{name}", function


LETTERS = dict(letters())


def written(function: Callable[..., Letter], name: str, language: str) -> Written:
    """The letter, with that name wherever it names anybody or anything."""
    asked = inspect.signature(function).parameters
    return function(**{each: ARGUMENTS[each](name) for each in asked}).read_in(language, UNSIGNED)


def test_they_are_found() -> None:
    assert len(LETTERS) > 20


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_name_stands_by_itself(name: str, language: str) -> None:
    for called in NAMES:
        told = written(LETTERS[name], called, language)
        for text in (told.subject, told.body):
            stands(text)
        if not TURNED.search(called) and called.isprintable():
            assert "\u2068" not in told.subject + told.body, "what turns nothing is left as it is"


def stands(text: str) -> None:
    """No letter of the other direction outside the isolates, which are whole, and nothing else that turns words."""
    rest = APART.sub("", text)
    assert not TURNED.search(rest), text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", rest), text


def test_it_stands_by_itself_when_it_is_sent() -> None:
    told = written(LETTERS["server.meeting.invitations.letters.invited"], "نور", "da")
    settings = Settings(secret=SECRET, public_url="https://peerboard.test")
    known: dict[str, Any] = {"recipient": "a@b.test", "message_id": "<x@b.test>", "created_at": AT}
    file = calendar_file(settings, meeting_of("نور"), "בית", "a@b.test", Method.REQUEST, AT)
    message = compose(settings, Mail(**known, subject=told.subject, body=told.body, calendar=file))
    stands(str(message["Subject"]))
    (text,) = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    assert "Kære \u2068نور\u2069" in text.get_content()
    stands(text.get_content())
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert str(event["SUMMARY"]) == "\u2068בית\u2069: \u2068نور!\u2069"
