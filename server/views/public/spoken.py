"""What was said at a meeting whose record is for everybody: the words of those who said yes to just these words while
they wrote, or since, and how much was looked at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.publication import OpenWords
from schemas.screening import Screening, Verdict
from schemas.seat import Seat
from server.core.errors import N_
from server.core.translations import say
from server.room.minutes.blocks import Block, Item, Section, Table, Text
from server.room.minutes.queries import Part, View
from server.room.minutes.sections import number_of, rows_of
from server.room.moderation.alike import folded, load_again
from server.views.public.wordings import Words

SAID = N_("Det blev sagt")
LOOKED_AT = N_("Sådan så vi det efter")


@dataclass(frozen=True)
class Spoken:
    """What may stand in the record besides what a coordinator put up, and numbers of what was looked at."""

    words: Mapping[int, Words] = field(default_factory=dict)
    """By idea."""
    shown: int = 0
    refused: Mapping[int | None, int] = field(default_factory=dict)
    """By the number of the rule; None: a coordinator hid it, or it was closed for whoever wrote it."""
    folded: int = 0
    """How often somebody wrote what stood there already."""
    again: Mapping[int, int] = field(default_factory=dict)
    """How many others wrote the same, by idea."""


async def load_spoken(session: AsyncSession, meeting: Meeting) -> Spoken | None:
    """What was said and looked at; None where the meeting's record is not open. Three queries."""
    if not meeting.form.open_record:
        return None
    query = select(Idea, OpenWords.digest).join(OpenWords, col(OpenWords.idea_id) == Idea.id)
    query = query.join(Seat, col(Seat.id) == Idea.seat_id).outerjoin(Screening, col(Screening.idea_id) == Idea.id)
    theirs = (col(OpenWords.seat_id) == Idea.seat_id, col(OpenWords.yes), col(Seat.removed_at).is_(None))
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), stands(taken_back=False))
    looked_at = or_(col(Screening.id).is_(None), col(Screening.verdict) == Verdict.SHOWN)
    not_asked = stands(gone=True, asked=True)  # by a rule of the board's: its words stay in the room
    plain = (col(Idea.on_paper).is_(False), col(Idea.erasing).is_(False))
    query = query.where(Idea.meeting_id == meeting.id, *theirs, *seen, looked_at, ~not_asked, *plain)
    words = {
        idea.id: said
        for idea, digest in (await session.execute(query)).all()
        if (said := Words(idea.title, idea.text)).digest == digest
    }
    same = folded(Screening)
    counted = select(Screening.verdict, Screening.rule, same, func.count()).group_by(
        col(Screening.verdict), col(Screening.rule), same
    )
    shown, again, refused = 0, 0, Counter[int | None]()
    for verdict, rule, put_away, number in (
        await session.execute(counted.where(col(Screening.meeting_id) == meeting.id))
    ).all():
        shown += number if verdict is Verdict.SHOWN else 0
        again += number if put_away else 0
        refused[rule] += number if verdict is Verdict.REFUSED and not put_away else 0
    return Spoken(words, shown, +refused, again, await load_again(session, [meeting.id]))


def said_section(
    view: View, part: Part, known: frozenset[int], retold: frozenset[int], again: Mapping[int, int], language: str
) -> Section:
    """All that was shown at the meeting, in the words of those who said yes, or retold; the rest is counted."""
    blocks: list[Block] = []
    rows = rows_of(view, part)
    for _, idea in rows:
        if idea.id in known:
            item = Item(number_of(idea, language), idea.title, idea.text, link=idea.public_id)
            item.note = say(language, N_("Genfortalt af koordinatoren")) if idea.id in retold else ""
            if others := again.get(idea.id):
                item.facts = [(say(language, N_("Flere, der skrev det samme")), str(others))]
            blocks.append(item)
    if left := len(rows) - len(blocks):
        one, more = (
            N_("%(num)s står her kun som tal, for den er uden et ja til ordene."),
            N_("%(num)s står her kun som tal, for de er uden et ja til ordene."),
        )
        blocks.append(Text(say(language, one if left == 1 else more, num=left)))
    return Section(part["key"], say(language, SAID), blocks, [], part["shown"])


def looked_at_section(spoken: Spoken, language: str) -> Section:
    """How much was shown, and refused by which rule."""
    rows = [[say(language, N_("Vist")), str(spoken.shown)]]
    if spoken.folded:
        rows.append([say(language, N_("Det samme, som en anden har skrevet")), str(spoken.folded)])
    for rule, number in sorted(spoken.refused.items(), key=lambda each: (each[0] is None, each[0] or 0)):
        label = N_("Ikke vist efter regel %(rule)s") if rule else N_("Lagt væk uden en regel")
        rows.append([say(language, label, rule=rule), str(number)])
    head = [say(language, N_("Hvad")), say(language, N_("Antal"))]
    caption = say(language, N_("Alt blev læst, før det blev vist"))
    return Section("looked_at", say(language, LOOKED_AT), [Table(caption, head, rows)], [])
