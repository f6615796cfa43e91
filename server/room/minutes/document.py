"""The minutes in one language, as blocks that page, print and PDF can draw."""

from schemas.meeting import Meeting
from schemas.minutes import PartKey
from schemas.roles import Role
from server.core.days import clock_words, day_words
from server.core.errors import N_
from server.core.translations import say
from server.room.minutes.blocks import Document, Section, Text
from server.room.minutes.queries import Part, View
from server.room.minutes.sections import BLOCKS
from server.web.labels import MANY

TITLES = {
    PartKey.HEAD: N_("Mødet"),
    PartKey.ASKED: N_("Vi er spurgt"),
    PartKey.AGENDA: N_("Dagsorden og beslutninger"),
    PartKey.AGREED: N_("Det aftalte vi"),
    PartKey.RESULT: N_("Det valgte vi"),
    PartKey.SINCE: N_("Siden sidst"),
    PartKey.QUESTIONS: N_("Det spurgte folk om"),
    PartKey.DISCUSSED: N_("Det talte vi om"),
    PartKey.CARRIED: N_("Det tager vi med til næste gang"),
    PartKey.HEARD: N_("Blev du hørt?"),
    PartKey.IDEAS: N_("Idéer, der blev skrevet"),
    PartKey.OTHER: N_("Andet"),
}


def document(view: View, language: str) -> Document:
    """The minutes in `language`: a pure function of what was loaded."""
    sections = [_section(view, part, language) for part in view.parts]
    return Document(
        say(language, N_("Referat")),
        view.meeting.title,
        view.board.name,
        [(label, value) for _, label, value in facts(view, language) if value],
        sections,
        _state(view, language),
        view.draft,
    )


def _section(view: View, part: Part, language: str) -> Section:
    key = PartKey(part["key"])
    blocks = BLOCKS[key](view, part, language) if key in BLOCKS else []
    own = [Text(part["words"], own=True)] if part["words"] else []
    return Section(key.value, say(language, TITLES[key]), blocks, own, part["shown"])


def facts(view: View, language: str) -> list[tuple[str, str, str]]:
    """When, where and who: the name of each fact, its label, and what it says. Roles are given only if that could be
    disclosed when the meeting ended. Leaders are staff, and named."""
    part = next(part for part in view.parts if part["key"] == PartKey.HEAD)
    minutes = view.minutes
    leaders = [view.people[seat] for seat in part.get("leaders", []) if seat in view.people]
    found = [
        ("date", N_("Dato"), day_words(view.meeting.starts_at, language)),
        ("time", N_("Tid"), _time(view.meeting, language)),
        ("place", N_("Sted"), view.meeting.place),
        ("unit", N_("Enhed"), view.unit.name),
        ("attended", N_("Med til mødet"), _attended(part, language)),
        ("sides", N_("Fra hver side"), _sides(part, language)),
        ("leaders", N_("Fra ledelsen"), "; ".join(leaders)),
        ("led_by", N_("Leder af mødet"), view.people.get(part["led_by"] or 0, "")),
    ]
    found = [(name, label, view.said(part, name) or value) for name, label, value in found]
    if not view.draft and minutes.approved_at is not None:
        by = view.people.get(minutes.approved_by or 0, "")
        said = ", ".join(filter(None, (day_words(minutes.approved_at, language), by)))
        found.append(("approved", N_("Godkendt"), said))
    return [(name, say(language, label), value) for name, label, value in found]


def _time(meeting: Meeting, language: str) -> str:
    """From the planned start to the actual end, in Danish time."""
    ends = [meeting.starts_at] + (
        [meeting.ended_at] if meeting.ended_at and meeting.ended_at > meeting.starts_at else []
    )
    times = "–".join(clock_words(moment, language) for moment in ends)
    return say(language, N_("kl. %(times)s"), times=times)


def _attended(part: Part, language: str) -> str:
    paper = part.get("paper", 0)
    if not part["joined"] and not paper:
        return ""
    count = say(language, N_("%(num)s person") if part["joined"] == 1 else N_("%(num)s personer"), num=part["joined"])
    roles = [f"{part['roles'][role]} {say(language, MANY[role])}" for role in Role if role in part["roles"]]
    count = f"{count}: {', '.join(roles)}" if roles else count
    return count + say(language, N_(", og %(num)s på papir"), num=paper) if paper else count


def _sides(part: Part, language: str) -> str:
    """How many came of lay members and of the house, where the format weighs them against each other."""
    if "sides" not in part:
        return ""
    lay, house = part["sides"]
    return say(
        language,
        N_("Patienter, pårørende og borgere: %(lay)s. Ledere og fagpersoner: %(house)s."),
        lay=lay,
        house=house,
    )


def _state(view: View, language: str) -> str:
    if view.draft:
        return say(language, N_("Kladde. Referatet er ikke godkendt endnu."))
    if view.minutes.corrected_at is not None:
        return say(language, N_("Rettet den %(day)s."), day=day_words(view.minutes.corrected_at, language))
    return ""
