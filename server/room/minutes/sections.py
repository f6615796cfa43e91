"""What each section of the minutes says of its own accord, and what a coordinator says instead. An idea that is hidden
or erased by now is left out everywhere, and with it what was said instead of its line."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from schemas.flow import Status
from schemas.idea import Idea
from schemas.minutes import PartKey
from schemas.question_time import Became, in_stream
from schemas.round import Method
from server.core.days import DENMARK, day_words
from server.core.errors import N_
from server.core.translations import called, say
from server.room.minutes.blocks import Block, Item, Table, Text
from server.room.minutes.queries import Part, View
from server.room.summary.felt import felt_words
from server.web.labels import BECAME
from server.web.labels_of_statuses import STATUSES

Make = Callable[[View, Part, str], list[Block]]
AWAY = N_("Idéen er trukket tilbage.")
HEARD = "heard"
"""The one line of its section."""


def _many(language: str, one: str, many: str, number: int) -> str:
    return say(language, one if number == 1 else many, num=number)


def number_of(idea: Idea, language: str) -> str:
    """How people speak of an idea."""
    return say(language, N_("Idé %(number)s"), number=idea.number)


def title_of(idea: Idea, language: str) -> str:
    """An idea's title; one that its author has withdrawn is not quoted."""
    return say(language, AWAY) if idea.rule.taken_back else idea.title


def table_of(idea: Idea, language: str) -> str:
    """The table that an idea was written at; "" for none."""
    return say(language, N_("Bord %(number)s"), number=idea.table_no) if idea.table_no else ""


def _words(idea: Idea) -> str:
    return "" if idea.rule.taken_back else idea.text


def rows_of(view: View, part: Part) -> list[tuple[dict[str, Any], Idea]]:
    """The rows of a section whose ideas may still be read."""
    return [(row, view.ideas[row["idea"]]) for row in part["rows"] if row["idea"] in view.ideas]


def asked(view: View, _: Part, language: str) -> list[Block]:
    """What other bodies had asked, and what the board answers: these words go back when the minutes are approved."""
    items: list[Block] = []
    for case in view.cases:
        item = Item(case.body, case.title, case.text, link=case.public_id, about="consultations")
        item.facts = [(say(language, N_("Vi svarer")), case.answer)]
        items.append(item)
    return items


def agenda(view: View, part: Part, language: str) -> list[Block]:
    """The items of the agenda in their order: what was decided about each, by whom and by when it is done."""
    items: list[Block] = []
    for place, (row, idea) in enumerate(rows_of(view, part), 1):
        item = Item(f"{place}.", title_of(idea, language), _words(idea), link=idea.public_id)
        item.note = view.said(part, idea.id)
        item.facts = [] if item.note else _decision(row, language)
        items.append(item)
    return items


def _decision(row: dict[str, Any], language: str) -> list[tuple[str, str]]:
    if row["status"] is None:
        return [(say(language, N_("Beslutning")), say(language, N_("Vi nåede det ikke. Det kommer med næste gang.")))]
    came = ". ".join(filter(None, (say(language, STATUSES[Status(row["status"])]), row["text"])))
    facts = [
        (N_("Beslutning"), came),
        (N_("Hvem"), called(language, row["who"], first=True) if row["who"] else ""),
        (N_("Hvornår"), told_day(row["day"], language)),
    ]
    return [(say(language, label), value) for label, value in facts if value]


def told_day(day: str | None, language: str) -> str:
    """A day as the minutes keep it, in words; "" for none."""
    return day_words(date.fromisoformat(day), language) if day else ""


def agreed(view: View, part: Part, language: str) -> list[Block]:
    """Who carries what to whom, and when an answer is due, as agreed that evening; what most chose first. An idea that
    nothing was noted of is told where a coordinator says what was agreed."""
    found = [(row, idea) for row, idea in rows_of(view, part) if row["settled"] or view.said(part, idea.id)]
    if not found and view.meeting.form.hands_in is not None:
        return []  # it stands at each item of the agenda
    if not found:
        return [Text(say(language, N_("Vi lavede ingen aftaler på mødet.")))]
    items: list[Block] = []
    for row, idea in found:
        item = Item(number_of(idea, language), title_of(idea, language), _words(idea), link=idea.public_id)
        item.note = view.said(part, idea.id)
        item.facts = [] if item.note else _agreement(row, language)
        if idea.table_no:
            item.facts.insert(0, (say(language, N_("Fra")), table_of(idea, language)))
        items.append(item)
    return items


def _both(names: list[str], language: str) -> str:
    return say(language, N_("%(one)s og %(other)s"), one=names[0], other=names[1]) if len(names) > 1 else "".join(names)


def _agreement(row: dict[str, Any], language: str) -> list[tuple[str, str]]:
    when = {"name": called(language, row["person"], first=True), "day": told_day(row["day"], language)}
    facts = [
        (N_("Tager idéen med"), called(language, row["carrier"], first=True)),
        (N_("Første skridt"), row["step"]),
        (N_("Hvem og hvornår"), say(language, N_("%(name)s, senest %(day)s"), **when) if row["step"] else ""),
        (N_("Skal have ansvaret"), _both(row.get("have", []), language)),
        (N_("Svaret kommer fra") if row["sent"] else N_("Skal sendes til"), row["leader"]),
        (N_("Svar senest"), told_day(row["answer_by"], language)),
    ]
    return [(say(language, label), value) for label, value in facts if value]


def result(view: View, part: Part, language: str) -> list[Block]:
    """The newest result, disclosed exactly as far as on its page. Its numbers are counted and cannot be corrected; what
    is said of an idea stands in the last column."""
    round_, lines = view.round, view.results
    if round_ is None:
        return []
    names = [[number_of(line.idea, language), title_of(line.idea, language)] for line in lines]
    head = [say(language, N_("Nr.")), say(language, N_("Idé"))]
    if not lines:
        return [
            Text(say(language, N_("For få har stemt til, at vi kan vise et resultat."))),
            *_by_talking(view, language),
        ]
    crosses = round_.method is Method.APPROVAL
    turnout = say(language, N_("%(num)s stemte."), num=round_.voters or 0)
    if round_.on_paper:
        turnout += " " + say(language, N_("Heraf %(num)s på papir."), num=round_.on_paper)
    caption = N_("Idéerne med flest krydser står øverst") if crosses else N_("Idéerne med flest prikker står øverst")
    head += [say(language, word) for word in (N_("Krydser") if crosses else N_("Prikker"), N_("Personer"), N_("Valgt"))]
    chosen = say(language, N_("Valgt"))
    rows = [
        [*name, str(line.dots), str(line.voters), view.said(part, line.idea.id) or (chosen if line.chosen else "–")]
        for name, line in zip(names, lines, strict=True)
    ]
    strong = [number for number, line in enumerate(lines) if line.chosen]
    return [Text(turnout), Table(say(language, caption), head, rows, strong)]


def _by_talking(view: View, language: str) -> list[Block]:
    """What so few chose without a result, by number: the coordinator marked it."""
    chosen = [idea for part in view.parts if part["key"] == PartKey.AGREED for _, idea in rows_of(view, part)]
    lines = [
        [number_of(idea, language), title_of(idea, language)]
        for idea in sorted(chosen, key=lambda idea: idea.number or 0)
    ]
    head = [say(language, word) for word in (N_("Nr."), N_("Idé"))]
    return [Table(say(language, N_("Idéer, vi blev enige om")), head, lines)] if lines else []


def since(view: View, part: Part, language: str) -> list[Block]:
    """The board's earlier ideas that had moved since the meeting before, or whose day had passed. The others are
    counted."""
    lines, still = [], 0
    for row, idea in rows_of(view, part):
        said = view.said(part, idea.id)
        if not (row["moved"] or row["late"] or said):
            still += 1
            continue
        status, day = say(language, STATUSES[Status(row["status"])]), told_day(row["day"], language)
        by = say(language, N_("%(day)s, overskredet"), day=day) if row["late"] else day
        lines.append([number_of(idea, language), title_of(idea, language), said or status, "" if said else by or "–"])
    head = [N_("Nr."), N_("Idé"), N_("Sådan stod det til"), N_("Næste dato")]
    blocks: list[Block] = []
    if lines:
        caption = say(language, N_("De idéer, der er sket noget med, og dem, der er forsinket"))
        blocks.append(Table(caption, [say(language, word) for word in head], lines))
    for number, one, many in (
        (still, N_("%(num)s tidligere idé venter stadig."), N_("%(num)s tidligere idéer venter stadig.")),
        (
            part.get("rests", 0),
            N_("%(num)s tidligere idé er ikke valgt."),
            N_("%(num)s tidligere idéer er ikke valgt."),
        ),
    ):
        blocks += [Text(_many(language, one, many, number))] if number else []
    return blocks


def discussed(view: View, part: Part, language: str) -> list[Block]:
    """What was said about each idea: its own words, what the coordinators noted down, and what members wrote."""
    items: list[Block] = []
    for row, idea in rows_of(view, part):
        noted, said = view.notes.get(row.get("note") or 0), view.said(part, idea.id)
        item = Item(number_of(idea, language), title_of(idea, language), _words(idea), link=idea.public_id)
        item.note = said or (noted.text if noted else "")
        item.said = [] if said else [view.comments[one] for one in row.get("comments", []) if one in view.comments]
        items += [item] if item.note or item.said else []
    return items


def carried(view: View, part: Part, language: str) -> list[Block]:
    """What the meeting did not get to: first what it chose without agreeing on it, then what it did not choose."""
    chosen, other = say(language, N_("Valgt, men ikke aftalt")), say(language, N_("Ikke valgt denne gang"))
    lines = [
        [
            *(number_of(idea, language), title_of(idea, language)),
            view.said(part, idea.id) or (chosen if row["chosen"] else other),
        ]
        for row, idea in rows_of(view, part)
    ]
    head = [say(language, word) for word in (N_("Nr."), N_("Idé"), N_("Hvorfor"))]
    caption = say(language, N_("Idéer, som bliver stående på peerboardet"))
    return [Table(caption, head, lines)] if lines else []


def questions(view: View, part: Part, language: str) -> list[Block]:
    """What became of each question, in the order in which they had their turn, and where the recording has it."""
    items: list[Block] = []
    for row, idea in rows_of(view, part):
        item = Item(number_of(idea, language), title_of(idea, language), _words(idea), link=idea.public_id)
        item.note = view.said(part, idea.id)
        called = datetime.fromisoformat(row["called"]) if row["called"] else None
        facts = [
            (N_("Blev"), say(language, BECAME[Became(row["became"])])),
            (N_("Klokken"), f"{called.astimezone(DENMARK):%H.%M}" if called else ""),
            (N_("I udsendelsen"), in_stream(view.meeting, called)),
        ]
        item.facts = [] if item.note else [(say(language, label), value) for label, value in facts if value]
        items.append(item)
    return items or [Text(say(language, N_("Der var ingen spørgsmål.")))]


def heard(view: View, part: Part, language: str) -> list[Block]:
    """How many felt heard, if enough have answered."""
    if said := view.said(part, HEARD):
        return [Text(said, own=True)]
    felt = felt_words(language, view.meeting.heard)
    return [Text(felt)] if felt else []


def ideas(view: View, part: Part, language: str) -> list[Block]:
    """Every idea that the room saw, including those that were merged into another; below them what tables wrote and
    did not choose to show."""
    found = rows_of(view, part)
    count = _many(language, N_("Vi skrev %(num)s idé."), N_("Vi skrev %(num)s idéer."), len(found))
    shown = _written(view, part, language, [each for each in found if not each[1].held])
    kept = _written(view, part, language, [each for each in found if each[1].held])
    blocks: list[Block] = [Text(count)] if found else []
    if shown:
        blocks.append(Table(say(language, N_("Idéerne fra mødet, efter nummer")), *shown))
    if kept:
        blocks.append(Table(say(language, N_("Andre idéer fra bordene, som rummet ikke så")), *kept))
    return blocks


def _written(view: View, part: Part, language: str, found: list[tuple[dict[str, Any], Idea]]) -> Any:
    """The headings and rows of a table of ideas: a column is there if it says anything. Empty for no ideas."""
    lines = []
    for row, idea in found:
        into = view.ideas.get(row["into"] or 0)
        remark = say(language, N_("Lagt sammen med idé %(number)s"), number=into.number) if into else ""
        about = [table_of(idea, language), view.said(part, idea.id) or remark]
        lines.append([number_of(idea, language), title_of(idea, language), *about])
    if not lines:
        return []
    heads = (N_("Nr."), N_("Idé"), N_("Fra"), N_("Bemærk"))
    there = [place for place in range(len(heads)) if place < 2 or any(line[place] for line in lines)]
    return [say(language, heads[place]) for place in there], [[line[place] for place in there] for line in lines]


BLOCKS: dict[PartKey, Make] = {
    PartKey.ASKED: asked,
    PartKey.AGENDA: agenda,
    PartKey.AGREED: agreed,
    PartKey.RESULT: result,
    PartKey.SINCE: since,
    PartKey.QUESTIONS: questions,
    PartKey.DISCUSSED: discussed,
    PartKey.CARRIED: carried,
    PartKey.HEARD: heard,
    PartKey.IDEAS: ideas,
}
