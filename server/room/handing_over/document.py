"""The document that is handed over, as the blocks that minutes are made of: the page and the PDF draw the same."""

from schemas.idea import Idea
from server.core.days import day_words
from server.core.errors import N_
from server.core.translations import say
from server.room.handing_over.queries import HandingOver
from server.room.minutes.blocks import Block, Document, Item, Section, Table, Text
from server.room.minutes.sections import number_of
from server.room.votes.results import Result
from server.web.labels_of_statuses import STATUSES


def document(handed: HandingOver, language: str) -> Document:
    """The document in `language`: a pure function of what was loaded."""
    sections = [Section("chosen", say(language, N_("Det vil vi helst have svar på")), _chosen(handed, language), [])]
    for name, ideas in handed.groups:
        title = name or say(language, N_("Gruppe uden navn"))
        sections.append(Section("group", title, [_table(handed, ideas, language)], []))
    if handed.apart:
        title = say(language, N_("Idéer uden gruppe") if handed.groups else N_("Alle idéer"))
        sections.append(Section("apart", title, [_table(handed, handed.apart, language)], []))
    kind = say(language, N_("Til dem, der skal svare"))
    head = [(say(language, label), value) for label, value in _head(handed, language) if value]
    return Document(kind, handed.meeting.title, handed.board.name, head, sections, _state(handed, language))


def _head(handed: HandingOver, language: str) -> list[tuple[str, str]]:
    return [
        (N_("Dato"), day_words(handed.meeting.starts_at, language)),
        (N_("Enhed"), handed.unit.name),
        (N_("Idéer"), str(len(handed.ideas))),
        (N_("Stemte"), str(handed.voters) if handed.voters else ""),
    ]


def _state(handed: HandingOver, language: str) -> str:
    if not handed.bodies and handed.answered:
        rest = N_("Der er svar på %(num)s. Resten er ikke givet videre endnu.")
        all_told = handed.answered == len(handed.items)
        return say(language, N_("Der er svar på det hele.") if all_told else rest, num=handed.answered)
    if not handed.bodies:
        return say(language, N_("Det er ikke givet videre endnu."))
    to = ", ".join(handed.bodies)
    if handed.answer_by is None:
        return say(language, N_("Givet videre til %(body)s."), body=to)
    day = day_words(handed.answer_by, language)
    return say(language, N_("Givet videre til %(body)s. De svarer senest %(day)s."), body=to, day=day)


def _chosen(handed: HandingOver, language: str) -> list[Block]:
    items: list[Block] = []
    for each in handed.items:
        idea = each.idea
        item = Item(number_of(idea, language), idea.title, idea.text, link=idea.public_id)
        facts = [
            (N_("Handler om"), say(language, idea.theme) if idea.theme else ""),
            (N_("Gruppe"), handed.group_of(idea)),
            (N_("Prikker"), _dots(handed.results.get(idea.id), language)),
            (N_("Svar"), _answer(handed, idea, language)),
        ]
        item.facts = [(say(language, label), value) for label, value in facts if value]
        items.append(item)
    return items or [Text(say(language, N_("Ingen idéer er valgt endnu.")))]


def _answer(handed: HandingOver, idea: Idea, language: str) -> str:
    line = handed.answers.get(idea.id)
    return f"{say(language, STATUSES[line.status])}. {line.text}" if line else ""


def _dots(got: Result | None, language: str) -> str:
    if got is None:
        return ""
    people = N_("%(dots)s fra %(num)s person") if got.voters == 1 else N_("%(dots)s fra %(num)s personer")
    return say(language, people, dots=got.dots, num=got.voters)


def _table(handed: HandingOver, ideas: list[Idea], language: str) -> Table:
    """The ideas with the most dots first; those that were chosen stand out."""
    voted = bool(handed.results)
    head = [N_("Nr."), N_("Idé"), N_("Handler om"), *([N_("Prikker")] if voted else [])]
    rows = []
    for idea in ideas:
        got = handed.results.get(idea.id)
        about = say(language, idea.theme) if idea.theme else "–"
        rows.append([number_of(idea, language), idea.title, about, *([str(got.dots) if got else "–"] if voted else [])])
    chosen = {item.idea.id for item in handed.items}
    strong = [number for number, idea in enumerate(ideas) if idea.id in chosen]
    caption = N_("Flest prikker står øverst. De valgte er fremhævet.") if voted else N_("De valgte er fremhævet.")
    return Table(say(language, caption), [say(language, word) for word in head], rows, strong)
