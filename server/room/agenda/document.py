"""The agenda as the blocks that minutes are made of: the page, the print and the PDF draw the same."""

from collections.abc import Sequence

from schemas.idea import Idea
from schemas.roles import Role
from server.core.days import clock_words, day_words
from server.core.errors import N_
from server.core.translations import called, say
from server.room.agenda.places import Side
from server.room.agenda.queries import Agenda
from server.room.agreements.decisions import Decided
from server.room.minutes.blocks import Block, Document, Item, Section, Text
from server.web.labels import WISHES
from server.web.labels_of_statuses import STATUSES
from server.web.template_globals import in_templates


def document(agenda: Agenda, reader: Role, language: str, sides: Sequence[Side] = ()) -> Document:
    """The agenda in `language`, as a seat with the role `reader` reads it: a pure function of what was loaded. On paper
    with both `sides`; the page has them beside it, since they change by the minute."""
    meeting = agenda.meeting
    items: list[Block] = [_item(agenda, idea, reader, place, language) for place, idea in enumerate(agenda.items, 1)]
    found = items or [Text(say(language, N_("Der er ingen punkter på dagsordenen endnu.")))]
    head = [
        (N_("Dato"), f"{day_words(meeting.starts_at, language)}, {clock_words(meeting.starts_at, language)}"),
        (N_("Sted"), meeting.place),
        (N_("Tid i alt"), _minutes(agenda.minutes, language)),
    ]
    facts = [(say(language, label), value) for label, value in head if value]
    facts += [side.told(language) for side in sides]
    section = Section("items", say(language, N_("Punkter på dagsordenen")), found, [])
    return Document(say(language, N_("Dagsorden")), meeting.title, agenda.board.name, facts, [section])


def _minutes(number: int, language: str) -> str:
    if not number:
        return ""
    return say(language, N_("%(num)s minut") if number == 1 else N_("%(num)s minutter"), num=number)


def _item(agenda: Agenda, idea: Idea, reader: Role, place: int, language: str) -> Item:
    item = Item(f"{place}.", idea.title, idea.text, link=idea.public_id)
    decided = agenda.decided.get(idea.id)
    facts = [
        (N_("Fra"), agenda.named(idea, reader) or _from(idea, language)),
        (N_("Ønske"), say(language, WISHES[idea.wish]) if idea.wish else ""),
        (N_("Tid"), _minutes(idea.minutes or 0, language)),
        *(decided_facts(decided, language) if decided else ()),
    ]
    item.facts = [(say(language, label), value) for label, value in facts if value]
    return item


def _from(idea: Idea, language: str) -> str:
    return say(language, N_("Ledelsen")) if idea.on_paper else ""


def decided_facts(decided: Decided, language: str) -> list[tuple[str, str]]:
    """What was decided, who does it, and by when; what is empty is left out by whoever shows it."""
    return [
        (N_("Beslutning"), ". ".join(filter(None, (say(language, STATUSES[decided.line.status]), decided.line.text)))),
        (N_("Hvem"), called(language, decided.who, first=True) if decided.who else ""),
        (N_("Hvornår"), day_words(decided.day, language) if decided.day else ""),
    ]


in_templates("agenda_document", document)
