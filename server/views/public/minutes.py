"""The edition of approved minutes for everybody: what was agreed and chosen, what others asked and were answered.

It is made of the version that a coordinator put up. Left out are comments, notes, members' names and roles, who was to
do what, and what a coordinator wrote herself, unless she let it out for that section. Ideas have the words that stand
on the open page, or none.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import PartKey
from schemas.publication import OpenMinutes, Publication
from server.core.days import day_words
from server.core.errors import N_, Gone, NotFound
from server.core.translations import say, speaking_of
from server.room.minutes.blocks import Block, Document, Item, Section, Text
from server.room.minutes.document import TITLES, facts
from server.room.minutes.queries import Part, View, of_meeting
from server.room.minutes.sections import asked, number_of, questions, result, rows_of, told_day
from server.views.public.shown import OpenBoard, Record, Shown
from server.views.public.spoken import Spoken, load_spoken, looked_at_section, said_section
from server.views.public.wordings import Words

SECTIONS = (PartKey.HEAD, PartKey.ASKED, PartKey.QUESTIONS, PartKey.AGREED, PartKey.RESULT, PartKey.OTHER)
"""The sections that go out, in their order."""
WITH_WORDS = (PartKey.AGREED, PartKey.RESULT, PartKey.OTHER)
"""Those of them in which a coordinator may let her own words out. What stands in the head instead of our own lines may
be about who was there: it never goes, and neither does our line."""
NOT_SHOWN = N_("En idé, der ikke er vist her")
FEWEST = 5
"""Fewer people than this are not counted in public."""


async def load_open_minutes(
    session: AsyncSession, board: OpenBoard, number: int, language: str
) -> tuple[Record, Document]:
    """What strangers may read of the minutes with that number on a board's open page. Raises Gone and NotFound."""
    record = board.record(number)
    query = select(OpenMinutes, Meeting).join(Meeting, col(Meeting.id) == OpenMinutes.meeting_id)
    query = query.join(Publication, col(Publication.board_id) == OpenMinutes.board_id)
    query = query.where(Publication.slug == board.slug, OpenMinutes.number == number)
    row = (await session.execute(query.where(col(OpenMinutes.shown_at).is_not(None)))).one_or_none()
    if row is None:
        raise Gone
    opened, meeting = row
    document = await load_edition(session, board, meeting, opened.version, opened.own_words.split(), language)
    return record, document


async def load_edition(
    session: AsyncSession, board: OpenBoard, meeting: Meeting, version: int, own_words: list[str], language: str
) -> Document:
    """The edition of one version of a meeting's minutes, with the coordinator's own words in the sections named. Raises
    NotFound for a version that was never approved."""
    view = await of_meeting(session, meeting, staff=True, version=version)
    if view.minutes.approved_version is None:
        raise NotFound
    spoken = await load_spoken(session, meeting)
    with speaking_of(meeting.form.written):
        return edition(view, {idea.number: idea for idea in board.ideas}, frozenset(own_words), language, spoken)


def edition(
    view: View, shown: Mapping[int, Shown], own_words: frozenset[str], language: str, spoken: Spoken | None = None
) -> Document:
    """The minutes as strangers read them: a pure function of what was loaded. `shown` are the ideas on the open page,
    by number. What was `spoken` is told too, where the meeting's record is open."""
    known = {ident: shown[idea.number or 0] for ident, idea in view.ideas.items() if idea.number in shown}
    view = _cleaned(view, shown, own_words, language, spoken.words if spoken else {})
    make = {PartKey.ASKED: asked, PartKey.QUESTIONS: questions, PartKey.AGREED: _agreed, PartKey.RESULT: result}
    sections = [
        Section(
            key.value,
            say(language, TITLES[key]),
            make[key](view, part, language) if key in make else [],
            [Text(part["words"], own=True)] if part["words"] else [],
            part["shown"],
        )
        for part in view.parts
        if (key := PartKey(part["key"])) in SECTIONS
    ]
    if spoken is not None:
        retold = frozenset(ident for ident, each in known.items() if each.retold)
        said = frozenset(known) | frozenset(spoken.words)
        # Where questions are called up, each stands in its turn already.
        written = [part for part in view.parts if part["key"] == PartKey.IDEAS and not view.meeting.form.queues]
        sections += [said_section(view, part, said, retold, spoken.again, language) for part in written]
        sections.append(looked_at_section(spoken, language))
    kind, title = say(language, N_("Referat")), view.meeting.title
    return Document(kind, title, view.board.name, _head(view, language), sections, state="", draft=False)


def _cleaned(
    view: View, shown: Mapping[int, Shown], own_words: frozenset[str], language: str, said: Mapping[int, Words]
) -> View:
    """The same minutes with nothing in them that does not go out, so that nothing drawn from them can say it."""

    def clean(idea: Idea) -> Idea:
        return _idea(idea, shown.get(idea.number or 0), said.get(idea.id), language)

    ideas = {ident: clean(idea) for ident, idea in view.ideas.items()}
    results = [replace(line, idea=clean(line.idea)) for line in view.results]
    parts = [_part(part, own=part["key"] in own_words and part["key"] in WITH_WORDS) for part in view.parts]
    return replace(view, parts=parts, ideas=ideas, results=results, notes={}, comments={})


def _part(part: Part, *, own: bool) -> Part:
    rows = [row | {"carrier": "", "person": "", "step": row.get("step", "") if own else ""} for row in part["rows"]]
    settled = [row | {"corrected": str(row["idea"]) in part.get("said", {})} for row in rows if "idea" in row]
    cleaned = part | {
        "rows": settled,
        "roles": {},
        "led_by": None,
        "paper": 0,
        "corrected": sorted(part.get("said", {})),
    }
    return cleaned if own else cleaned | {"words": "", "said": {}}


def _idea(idea: Idea, shown: Shown | None, said: Words | None, language: str) -> Idea:
    """An idea with the words that stand on the open page, or that its author let stand in the record; its public id is
    its number there, or "" where it is not."""
    words = shown.words if shown else said or Words(say(language, NOT_SHOWN), "")
    link = str(shown.number) if shown else ""
    return Idea(
        id=idea.id,
        board_id=idea.board_id,
        meeting_id=idea.meeting_id,
        number=idea.number,
        public_id=link,
        submission="",
        title=words.title,
        text=words.text,
        status=Status.PROPOSED,
        status_at=idea.status_at,
        created_at=idea.created_at,
    )


def _agreed(view: View, part: Part, language: str) -> list[Block]:
    """What was agreed about each idea: to whom it goes, and by when that answers. Nothing where a coordinator corrected
    the line, unless her words go out."""
    items: list[Block] = []
    for row, idea in rows_of(view, part):
        if not (row["settled"] or row["corrected"]):
            continue
        item = Item(number_of(idea, language), idea.title, idea.text, link=idea.public_id)
        item.note = view.said(part, idea.id)
        item.facts = [] if row["corrected"] else _agreement(row, language)
        items.append(item)
    return items or [Text(say(language, N_("Vi lavede ingen aftaler på mødet.")))]


def _agreement(row: dict[str, Any], language: str) -> list[tuple[str, str]]:
    told = [
        (N_("Første skridt"), row["step"]),
        (N_("Svaret kommer fra") if row["sent"] else N_("Skal sendes til"), row["leader"]),
        (N_("Svar senest"), told_day(row["answer_by"], language)),
    ]
    return [(say(language, label), value) for label, value in told if value]


def _head(view: View, language: str) -> list[tuple[str, str]]:
    head = next(part for part in view.parts if part["key"] == PartKey.HEAD)
    names = {"date", "time", "place", "unit", "leaders"} - set(head["corrected"])
    found = [(label, value) for name, label, value in facts(view, language) if name in names and value]
    if head["joined"] >= FEWEST and "attended" not in head["corrected"]:
        count = say(language, N_("%(num)s personer"), num=head["joined"])
        found.insert(min(4, len(found)), (say(language, N_("Med til mødet")), count))
    if view.minutes.approved_at is not None:
        found.append((say(language, N_("Godkendt")), day_words(view.minutes.approved_at, language)))
    return found
