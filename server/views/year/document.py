"""The same in words: as blocks that page, print and PDF can draw, and as the rows of a sheet."""

from collections.abc import Sequence
from datetime import date

from schemas.consultation import Consultation
from server.core.days import danish_day, day_words
from server.core.errors import N_
from server.core.translations import say
from server.room.minutes.blocks import Block, Document, Item, Section, Table, Text
from server.views.year.queries import Year
from server.web.files.sheet import Cell

COLUMNS: tuple[str, ...] = (
    *("Sag", "Hvem spurgte", "Lagt frem", "Svar senest", "Besvaret", "Til tiden", "Svaret", "Hvad kom der ud af det"),
)
"""Danish whatever the reader's language, because other programs read them."""


def document(year: Year, language: str) -> Document:
    """The year in `language`: a pure function of what was loaded."""
    cases = [_item(case, language) for case in year.cases]
    none = Text(say(language, N_("Ingen har spurgt os om noget i %(year)s."), year=year.year))
    return Document(
        say(language, N_("Sådan blev vi inddraget")),
        str(year.year),
        year.board.name,
        _head(year, language),
        [
            Section("cases", say(language, N_("Det blev vi spurgt om")), [*cases] or [none], []),
            Section("seats", say(language, N_("Vores pladser")), _seats(year, language), []),
        ],
    )


def _head(year: Year, language: str) -> list[tuple[str, str]]:
    """How many were answered, of how many: "2 af 2"."""
    if not year.asked:
        return []
    told = [(N_("Besvaret"), year.answered, year.asked), (N_("Til tiden"), year.in_time, year.asked)]
    return [(say(language, label), say(language, N_("%(some)s af %(all)s"), some=n, all=of)) for label, n, of in told]


def _item(case: Consultation, language: str) -> Item:
    item = Item(case.body, case.title)
    answered = _day(case.answered_at, language) or (
        say(language, N_("Trukket tilbage")) if case.withdrawn_at else say(language, N_("Ikke endnu"))
    )
    late = case.answered_at is not None and not case.in_time
    facts = [
        (N_("Lagt frem"), _day(case.put_at, language)),
        (N_("Svar senest"), _day(case.reply_by, language)),
        (N_("Besvaret"), answered + (say(language, N_(", for sent")) if late else "")),
        (N_("Vi svarede"), case.answer if case.answered_at else ""),
        (
            N_("Hvad kom der ud af det?"),
            case.came_of or (say(language, N_("Det ved vi ikke endnu")) if case.answered_at else ""),
        ),
    ]
    item.facts = [(say(language, label), value) for label, value in facts if value]
    return item


def _day(day: date | None, language: str) -> str:
    return day_words(day, language) if day else ""


def _seats(year: Year, language: str) -> list[Block]:
    if not year.seats:
        return []
    head = [say(language, word) for word in (N_("Organisation"), N_("Pladser"))]
    lines = [[name or say(language, N_("Ingen organisation")), str(many)] for name, many in year.seats]
    when = N_("Pladser efter organisation i det år") if year.listed else N_("Pladser efter organisation, som de er nu")
    return [Table(say(language, when), head, lines)]


def year_rows(year: Year) -> list[Sequence[Cell]]:
    """A row of headings, then one for each case."""
    return [COLUMNS, *(_row(case) for case in year.cases)]


def _row(case: Consultation) -> Sequence[Cell]:
    answered = case.answered_at
    told = ("ja" if case.in_time else "nej") if answered else "trukket tilbage" if case.withdrawn_at else ""
    days = (danish_day(case.put_at).isoformat(), case.reply_by.isoformat())
    back = danish_day(answered).isoformat() if answered else ""
    return (case.title, case.body, *days, back, told, case.answer if answered else "", case.came_of)
