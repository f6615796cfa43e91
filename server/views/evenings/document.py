"""The report in words: as blocks that page, print and PDF draw, and as the rows of a sheet."""

from collections.abc import Sequence

from schemas.meeting import Meeting
from server.core.days import danish_day, day_words
from server.core.errors import N_
from server.core.translations import called, say
from server.room.minutes.blocks import Document, Item, Section, Table, Text
from server.room.minutes.sections import number_of
from server.views.evenings.queries import Report, Said
from server.web.files.sheet import Cell
from server.web.labels_of_statuses import STATUSES

COLUMNS: tuple[str, ...] = (
    *("Nummer", "Titel", "Tekst", "Handler om", "Aften", "Dato", "Sted", "Bord", "Vist for alle", "Trin", "Siden"),
    *("Har ansvaret", "Svar fra ledelsen"),
)
"""Danish whatever the reader's language, because other programs read them."""


def document(report: Report, language: str) -> Document:
    """The report in `language`: a pure function of what was loaded."""
    sections = [Section("evenings", say(language, N_("Aftenerne")), [_evenings(report, language)], [])]
    for about, said in report.by_subject:
        title = say(language, about or N_("Andre emner"))
        sections.append(Section("about", title, [_item(each, language) for each in said], []))
    if not report.shown:
        none = Text(say(language, N_("Der er ikke vist nogen idéer endnu.")))
        sections.append(Section("none", say(language, N_("Idéerne")), [none], []))
    if report.kept:
        columns = [say(language, word) for word in (N_("Nr."), N_("Idé"), N_("Fra"))]
        lines = [[number_of(each.idea, language), each.idea.title, came_from(each, language)] for each in report.kept]
        table = Table(say(language, N_("Andre idéer fra bordene, som rummet ikke så")), columns, lines)
        sections.append(Section("kept", say(language, N_("Andre idéer")), [table], []))
    facts = [(N_("Aftener"), str(len(report.chosen))), (N_("Idéer"), str(len(report.said)))]
    head = [(say(language, label), value) for label, value in facts]
    return Document(say(language, N_("Samlet rapport")), report.board.name, _period(report, language), head, sections)


def _period(report: Report, language: str) -> str:
    days = [day_words(meeting.starts_at, language) for meeting in report.chosen]
    return days[0] if len(set(days)) == 1 else f"{days[0]} – {days[-1]}"


def _evenings(report: Report, language: str) -> Table:
    lines = []
    for meeting in report.chosen:
        said = report.of(meeting)
        tables = {each.idea.table_no for each in said if each.idea.table_no}
        lines.append(
            [
                day_words(meeting.starts_at, language),
                meeting.place or meeting.title,
                *(str(len(tables)), str(len(said)), str(sum(not each.idea.rule.written for each in said))),
            ]
        )
    head = (N_("Dato"), N_("Sted"), N_("Borde"), N_("Idéer"), N_("Kom videre"))
    return Table(say(language, N_("Borde er dem, der skrev noget.")), [say(language, word) for word in head], lines)


def where_words(meeting: Meeting, table_no: int | None, language: str) -> str:
    """An evening and a table in words: "Bord 4, 12. marts 2026, Lemvig"."""
    table = say(language, N_("Bord %(number)s"), number=table_no) if table_no else ""
    return ", ".join(filter(None, (table, day_words(meeting.starts_at, language), meeting.place)))


def came_from(said: Said, language: str) -> str:
    """Everywhere that an idea came from."""
    return "; ".join(where_words(meeting, table, language) for meeting, table in said.wheres)


def _item(said: Said, language: str) -> Item:
    idea = said.idea
    item = Item(number_of(idea, language), idea.title, idea.text, link=idea.public_id)
    owners = [called(language, owner, first=True) for owner in said.owners]
    shared = say(language, N_("%(one)s og %(other)s"), one=owners[0], other=owners[1]) if len(owners) > 1 else ""
    facts = [
        (N_("Fra"), came_from(said, language)),
        (N_("Her er den nu"), say(language, STATUSES[idea.status])),
        (N_("Har ansvaret"), shared or "".join(owners)),
        (N_("Svar"), said.answer),
    ]
    item.facts = [(say(language, label), value) for label, value in facts if value]
    return item


def report_rows(report: Report) -> list[Sequence[Cell]]:
    """A row of headings, then one for each idea, by number. An idea that others were merged into is one row."""
    return [COLUMNS, *(_row(each) for each in sorted(report.said, key=lambda each: each.idea.number or 0))]


def _row(said: Said) -> Sequence[Cell]:
    idea = said.idea
    meetings = {meeting.id: meeting for meeting, _ in said.wheres}.values()
    tables = [str(table) for _, table in said.wheres if table]
    return (
        *(idea.number, idea.title, idea.text or None, said.about or None),
        "; ".join(meeting.title for meeting in meetings),
        "; ".join(danish_day(meeting.starts_at).isoformat() for meeting in meetings),
        "; ".join(meeting.place for meeting in meetings if meeting.place) or None,
        *("; ".join(tables) or None, "nej" if idea.held else "ja"),
        *(say("da", STATUSES[idea.status]), danish_day(idea.status_at).isoformat()),
        *("; ".join(called("da", owner) for owner in said.owners) or None, said.answer or None),
    )
