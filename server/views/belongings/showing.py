"""What is kept, in words: the same on the page and in the file. The file has dates in ISO 8601, for other programs."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from schemas.answer import Effect
from schemas.belonging import N_, Kept, Part
from schemas.belongings import KEPT
from schemas.enquiry import Matter, Reply
from schemas.flow import Status
from schemas.idea import Statement, Wish
from schemas.member import Asking
from schemas.moment import MomentKind
from schemas.roles import Role
from schemas.screening import ScreeningDeed, Verdict
from schemas.unit import UnitDeed
from server.core.days import clock_words, day_words
from server.core.translations import say
from server.room.moderation.pages import DEEDS, VERDICTS
from server.views.belongings.deeds import deed_words
from server.views.belongings.queries import ABOUT, Found
from server.views.belongings.until import until_of
from server.views.belongings.words import EVENTS, LANGUAGES, MOMENTS, OTHER_EVENT, REPLIES, SIZES, THEMES
from server.web.labels import ASKINGS, EFFECTS, MATTERS, ROLES, STATEMENTS, UNIT_DEEDS, WISHES
from server.web.labels_of_statuses import STATUSES
from server.work.deadlines.words import OTHER, WHAT

PARTS = {
    Part.WHO: N_("Hvem du er her"),
    Part.WORDS: N_("Det, du har skrevet"),
    Part.THERE: N_("Hvornår du var her"),
    Part.ADDRESSES: N_("Adresser og idéer, du følger"),
    Part.DEVICES: N_("Skærme, der kender dig"),
    Part.MAILS: N_("Mails til dig"),
    Part.WORK: N_("Det, du arbejder med"),
    Part.UNKNOWN: N_("Det, ingen kan se er dit"),
}
UNREADABLE = N_("Gemt, så ingen kan læse det")
YES = N_("Ja")
LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Role: ROLES,
    Status: STATUSES,
    Statement: STATEMENTS,
    Effect: EFFECTS,
    MomentKind: MOMENTS,
    Matter: MATTERS,
    Reply: REPLIES,
    UnitDeed: UNIT_DEEDS,
    Asking: ASKINGS,
    Wish: WISHES,
    Verdict: VERDICTS,
    ScreeningDeed: DEEDS,
}
LINK = re.compile(r"https?://\S+")
"""A link in a letter can sign somebody in, or answer for them. It is for whoever has the letter."""


def _letter(language: str, body: str) -> str:  # noqa: ARG001 - every reading has the same shape
    return LINK.sub("…", body)


def _lines(language: str, lines: list[dict[str, Any]]) -> str:
    return "\n".join(say(language, line["sentence"]) for line in lines if line.get("sentence"))


def _own_words(language: str, parts: list[dict[str, Any]]) -> str:  # noqa: ARG001
    return "\n".join(part["words"] for part in parts if part.get("words"))


def _of(words: Mapping[str, str], other: str = "") -> Callable[[str, str], str]:
    return lambda language, value: say(language, words.get(value, other or value))


SPEAKING = ("seat", "browser_session", "follow", "invitation", "member", "digest_line", "person")
READINGS: Mapping[tuple[str, str], Callable[[str, Any], str]] = {
    **{(table, "language"): _of(LANGUAGES) for table in SPEAKING},
    **{(table, "size"): _of(SIZES) for table in ("seat", "browser_session")},
    **{(table, "theme"): _of(THEMES) for table in ("seat", "browser_session")},
    ("idea", "theme"): say,
    ("digest_line", "sentence"): say,
    ("event", "kind"): _of(EVENTS, OTHER_EVENT),
    ("job", "kind"): _of(WHAT, OTHER),
    ("mail", "body"): _letter,
    ("mail", "calendar"): lambda language, _: say(language, YES),
    ("mail", "lines"): _lines,
    ("minutes", "parts"): _own_words,
    ("trail", "deed"): deed_words,
    ("minutes_version", "parts"): _own_words,
}
"""How a column is read whose value is a code, a letter or JSON."""


def in_words(kept: Kept, column: str, value: Any, language: str) -> str:
    """A value as the page shows it; "" for one that says nothing (empty, zero, no)."""
    if value is None or value == "" or value is False or value == []:
        return ""
    if read := READINGS.get((kept.table, column)):
        return read(language, value)
    if isinstance(value, StrEnum):
        return say(language, LABELS[type(value)][value])
    if isinstance(value, datetime):
        said = {"day": day_words(value, language), "time": clock_words(value, language)}
        return say(language, N_("%(day)s kl. %(time)s"), **said)
    if isinstance(value, date):
        return day_words(value, language)
    return say(language, YES) if value is True else str(value)


@dataclass
class Shown:
    """One kind of thing: what it is called, what is said of it, and its rows of (word, words on the page, value in the
    file)."""

    ident: str
    """Of its heading on the page."""
    word: str
    said: str
    until: list[str]
    rows: list[list[tuple[str, str, str]]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def shown(found: list[Found], language: str, *, seated: bool = True) -> dict[Part, list[Shown]]:
    """All that is kept, by the part of the page. Parts of which there is nothing are left out, but for what nobody can
    tell; whoever was never `seated` has cast no ballot."""
    parts: dict[Part, list[Shown]] = {part: [] for part in Part}
    for each in found:
        parts[each.kept.part].append(_shown(each, language))
    untold = [kept for kept in KEPT if kept.part is Part.UNKNOWN and (seated or kept.by_others)]
    parts[Part.UNKNOWN] = [_shown(Found(kept), language) for kept in untold]
    return {part: kinds for part, kinds in parts.items() if kinds}


def _shown(found: Found, language: str) -> Shown:
    kept = found.kept
    told = Shown(
        f"{kept.table}-{KEPT.index(kept)}",
        say(language, kept.word),
        say(language, kept.said) if kept.said else "",
        until_of(kept.table, language),
    )
    told.rows = [list(_row(found, row, language)) for row in found.rows]
    told.marks = [say(language, mark.word) for mark in found.marks]
    return told


def _row(found: Found, row: dict[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    about = [(say(language, word), str(row[word])) for word in ABOUT.values() if row.get(word)]
    yield from ((word, value, value) for word, value in about[:1])  # the idea says more than its meeting
    for each in found.columns:
        value = row[each.column]
        if words := in_words(found.kept, each.column, value, language):
            yield say(language, each.word), words, value.isoformat() if isinstance(value, date) else words


def as_file(parts: dict[Part, list[Shown]], about: dict[str, str], language: str) -> dict[str, Any]:
    """The same for the file: headings and words as keys."""
    told: dict[str, Any] = {say(language, N_("Mine oplysninger")): about}
    for part, kinds in parts.items():
        told[say(language, PARTS[part])] = {kind.word: _in_file(kind, language) for kind in kinds}
    return told


def _in_file(kind: Shown, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {say(language, N_("Om det")): [*filter(None, [kind.said]), *kind.until]}
    if kind.rows:
        told[say(language, N_("Det er gemt"))] = [{word: value for word, _, value in row} for row in kind.rows]
    if kind.marks:
        told[say(language, UNREADABLE)] = kind.marks
    return told
