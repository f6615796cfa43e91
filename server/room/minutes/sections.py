"""What each section of the minutes says of its own accord. An idea that is hidden or erased by now is left out
everywhere."""

from collections.abc import Callable
from datetime import date
from typing import Any

from schemas.flow import Status
from schemas.idea import Idea
from schemas.minutes import PartKey
from schemas.round import Method
from server.core.days import day_words
from server.core.errors import N_
from server.core.translations import say
from server.room.minutes.blocks import Block, Item, Table, Text
from server.room.minutes.queries import Part, View
from server.room.summary.felt import felt_words
from server.web.labels import STATUSES

Make = Callable[[View, Part, str], list[Block]]
AWAY = N_("Idéen er trukket tilbage.")


def _many(language: str, one: str, many: str, number: int) -> str:
    return say(language, one if number == 1 else many, num=number)


def _number(idea: Idea, language: str) -> str:
    return say(language, N_("Idé %(number)s"), number=idea.number)


def _title(idea: Idea, language: str) -> str:
    """An idea's title; one that its author has withdrawn is not quoted."""
    return say(language, AWAY) if idea.rule.taken_back else idea.title


def _rows(view: View, part: Part) -> list[tuple[dict[str, Any], Idea]]:
    return [(row, view.ideas[row["idea"]]) for row in part["rows"] if row["idea"] in view.ideas]


def _day(day: str | None, language: str) -> str:
    return day_words(date.fromisoformat(day), language) if day else ""


def since(view: View, part: Part, language: str) -> list[Block]:
    """Where the board's earlier ideas stood that evening, starting with those that had moved."""
    lines = []
    for row, idea in _rows(view, part):
        status = say(language, STATUSES[Status(row["status"])])
        state = say(language, N_("%(status)s (nyt siden sidst)"), status=status) if row["moved"] else status
        by = say(language, N_("%(day)s, overskredet"), day=_day(row["day"], language)) if row["late"] else None
        lines.append([_number(idea, language), _title(idea, language), state, by or _day(row["day"], language) or "–"])
    head = [N_("Nr."), N_("Idé"), N_("Sådan stod det til"), N_("Næste dato")]
    blocks: list[Block] = []
    if lines:
        caption = say(language, N_("De tidligere idéer, som de stod den dag"))
        blocks.append(Table(caption, [say(language, word) for word in head], lines))
    if part.get("rests"):
        one, many = N_("%(num)s tidligere idé er ikke valgt."), N_("%(num)s tidligere idéer er ikke valgt.")
        blocks.append(Text(_many(language, one, many, part["rests"])))
    return blocks


def ideas(view: View, part: Part, language: str) -> list[Block]:
    """Every idea that the room saw, including those that were merged into another."""
    found = _rows(view, part)
    lines = []
    for row, idea in found:
        into = view.ideas.get(row["into"] or 0)
        remark = say(language, N_("Lagt sammen med idé %(number)s"), number=into.number) if into else ""
        lines.append([_number(idea, language), _title(idea, language), remark])
    if not lines:
        return []
    head = [N_("Nr."), N_("Idé"), N_("Bemærk")] if any(line[2] for line in lines) else [N_("Nr."), N_("Idé")]
    count = _many(language, N_("Vi skrev %(num)s idé."), N_("Vi skrev %(num)s idéer."), len(lines))
    caption = say(language, N_("Idéerne fra mødet, efter nummer"))
    return [Text(count), Table(caption, [say(language, w) for w in head], [line[: len(head)] for line in lines])]


def discussed(view: View, part: Part, language: str) -> list[Block]:
    """What the coordinators noted down about each idea."""
    return [
        Item(_number(idea, language), _title(idea, language), note=view.notes[row["note"]].text, link=idea.public_id)
        for row, idea in _rows(view, part)
        if row["note"] in view.notes and view.notes[row["note"]].text
    ]


def result(view: View, _: Part, language: str) -> list[Block]:
    """The newest result, disclosed exactly as far as on its page."""
    round_, lines = view.round, view.results
    if round_ is None:
        return []
    names = [[_number(line.idea, language), _title(line.idea, language)] for line in lines]
    head = [say(language, N_("Nr.")), say(language, N_("Idé"))]
    if not lines:
        return [Text(say(language, N_("For få har stemt til, at vi kan vise et resultat.")))]
    crosses = round_.method is Method.APPROVAL
    turnout = say(language, N_("%(num)s stemte."), num=round_.voters or 0)
    if round_.on_paper:
        turnout += " " + say(language, N_("Heraf %(num)s på papir."), num=round_.on_paper)
    caption = N_("Idéerne med flest krydser står øverst") if crosses else N_("Idéerne med flest prikker står øverst")
    head += [say(language, word) for word in (N_("Krydser") if crosses else N_("Prikker"), N_("Personer"), N_("Valgt"))]
    rows = [
        [*name, str(line.dots), str(line.voters), say(language, N_("Valgt")) if line.chosen else "–"]
        for name, line in zip(names, lines, strict=True)
    ]
    strong = [number for number, line in enumerate(lines) if line.chosen]
    return [Text(turnout), Table(say(language, caption), head, rows, strong)]


def agreed(view: View, part: Part, language: str) -> list[Block]:
    """Who carries what to whom, and when an answer is due, as agreed that evening."""
    found = [(row, idea) for row, idea in _rows(view, part) if row["settled"]]
    if not found:
        return [Text(say(language, N_("Vi lavede ingen aftaler på mødet.")))]
    items: list[Block] = []
    for row, idea in found:
        words = "" if idea.rule.taken_back else idea.text
        item = Item(_number(idea, language), _title(idea, language), words, link=idea.public_id)
        item.facts = _agreement(row, language)
        items.append(item)
    return items


def _agreement(row: dict[str, Any], language: str) -> list[tuple[str, str]]:
    when = {"name": row["person"], "day": _day(row["day"], language)}
    facts = [
        (N_("Tager idéen med"), row["carrier"]),
        (N_("Første skridt"), row["step"]),
        (N_("Hvem og hvornår"), say(language, N_("%(name)s, senest %(day)s"), **when) if row["step"] else ""),
        (N_("Svaret kommer fra") if row["sent"] else N_("Skal sendes til"), row["leader"]),
        (N_("Svar senest"), _day(row["answer_by"], language)),
    ]
    return [(say(language, label), value) for label, value in facts if value]


def carried(view: View, part: Part, language: str) -> list[Block]:
    """What the meeting did not get to: first what it chose without agreeing on it, then what it did not choose."""
    lines = [
        [
            _number(idea, language),
            _title(idea, language),
            say(language, N_("Valgt, men ikke aftalt") if row["chosen"] else N_("Ikke valgt denne gang")),
        ]
        for row, idea in _rows(view, part)
    ]
    head = [say(language, word) for word in (N_("Nr."), N_("Idé"), N_("Hvorfor"))]
    caption = say(language, N_("Idéer, som bliver stående på peerboardet"))
    return [Table(caption, head, lines)] if lines else []


def heard(view: View, _: Part, language: str) -> list[Block]:
    """How many felt heard, if enough have answered."""
    felt = felt_words(language, view.meeting.heard)
    return [Text(felt)] if felt else []


BLOCKS: dict[PartKey, Make] = {
    PartKey.SINCE: since,
    PartKey.IDEAS: ideas,
    PartKey.DISCUSSED: discussed,
    PartKey.RESULT: result,
    PartKey.AGREED: agreed,
    PartKey.CARRIED: carried,
    PartKey.HEARD: heard,
}
