"""What several evenings came to, in a fixed number of queries however many there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Answer, Owner
from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.format import FORMATS
from schemas.group import IdeaGroup
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from server.core.errors import NotFound

AT_TABLES = tuple(format_ for format_, rule in FORMATS.items() if rule.tables)


@dataclass(frozen=True)
class Said:
    """An idea of the report. `wheres` are the evenings and tables that it came from: its own, and those of the ideas
    that were merged into it."""

    idea: Idea
    wheres: tuple[tuple[Meeting, int | None], ...]
    about: str
    """The name of its group, else its theme; "" for neither."""
    owners: tuple[str, ...] = ()
    """As everybody reads them; two where it is shared, for example by a municipality and a region."""
    answer: str = ""


@dataclass
class Report:
    """The evenings that a board has held at tables, which of them were chosen, and what was said at those."""

    board: Board
    all: list[Meeting]
    chosen: list[Meeting]
    said: list[Said] = field(default_factory=list)

    @property
    def shown(self) -> list[Said]:
        """What the rooms saw."""
        return [each for each in self.said if not each.idea.held]

    @property
    def kept(self) -> list[Said]:
        """What tables wrote and did not choose to show."""
        return [each for each in self.said if each.idea.held]

    @property
    def by_subject(self) -> list[tuple[str, list[Said]]]:
        """What the rooms saw, by group or theme, over all evenings; last what has neither, under ""."""
        found: dict[str, list[Said]] = defaultdict(list)
        called: dict[str, str] = {"": ""}
        for each in self.shown:
            found[called.setdefault(each.about.casefold(), each.about)].append(each)
        return sorted(found.items(), key=lambda item: (not item[0], in_danish_order(item[0])))

    def of(self, meeting: Meeting) -> list[Said]:
        """What was written at one evening."""
        return [each for each in self.said if each.idea.meeting_id == meeting.id]


async def load_report(session: AsyncSession, board: Board, wanted: Collection[str], now: datetime) -> Report:
    """The report on the evenings of these public ids, or of all of them if none is named. Raises NotFound where there
    has been none, and for one that is not the board's."""
    query = select(Meeting).where(Meeting.board_id == board.id, col(Meeting.format).in_(AT_TABLES))
    query = query.where(
        col(Meeting.cancelled_at).is_(None), or_(col(Meeting.starts_at) <= now, col(Meeting.phase_no) > 1)
    )
    meetings = list((await session.execute(query.order_by(col(Meeting.starts_at), col(Meeting.id)))).scalars())
    known = {meeting.public_id for meeting in meetings}
    if not meetings or not known.issuperset(wanted):
        raise NotFound
    chosen = [meeting for meeting in meetings if not wanted or meeting.public_id in wanted]
    report = Report(board, meetings, chosen)
    report.said = await _said(session, {meeting.id: meeting for meeting in chosen})
    return report


async def _said(session: AsyncSession, evenings: Mapping[int, Meeting]) -> list[Said]:
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), stands(taken_back=False))
    query = select(Idea, IdeaGroup.name).outerjoin(IdeaGroup, col(IdeaGroup.id) == Idea.group_id)
    query = query.where(col(Idea.meeting_id).in_(evenings), *seen).order_by(col(Idea.number))
    found: list[tuple[Idea, str | None]] = [(idea, group) for idea, group in (await session.execute(query)).all()]
    ids = [idea.id for idea, _ in found]
    owners: dict[int, list[str]] = defaultdict(list)
    who = select(Owner).where(col(Owner.idea_id).in_(ids), col(Owner.carries).is_(False)).order_by(col(Owner.id))
    for owner in (await session.execute(who)).scalars():
        owners[owner.idea_id].append(owner.public_name)
    answered = select(Answer.idea_id, Answer.text).where(col(Answer.idea_id).in_(ids)).order_by(col(Answer.id))
    answers = {idea_id: text for idea_id, text in (await session.execute(answered)).all()}  # noqa: C416 - see year
    into: dict[int | None, list[Idea]] = defaultdict(list)
    for idea, _ in found:
        into[idea.merged_into_id].append(idea)

    def wheres(idea: Idea) -> tuple[tuple[Meeting, int | None], ...]:
        places = dict.fromkeys((each.meeting_id, each.table_no) for each in (idea, *into.get(idea.id, ())))
        return tuple((evenings[meeting_id], table) for meeting_id, table in places)

    def said(idea: Idea, group: str | None) -> Said:
        owned = tuple(owners[idea.id]) if idea.rule.owned else ()
        return Said(idea, wheres(idea), group or idea.theme, owned, answers.get(idea.id, ""))

    return [said(idea, group) for idea, group in found if not idea.rule.merged]
