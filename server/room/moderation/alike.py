"""The same words from several people: they are looked at and shown once, and everybody who wrote them counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.comment import Comment
from schemas.format import Moderated
from schemas.idea import Idea, stands
from schemas.screening import SAME, Screening, Verdict
from schemas.seat import Seat
from server.meeting.meetings.queries import Room

SEAT = func.coalesce(col(Idea.seat_id), col(Comment.seat_id))
HEARD = (col(Seat.muted_at).is_(None), col(Seat.removed_at).is_(None))


@dataclass(frozen=True)
class Same:
    """What became of the words that somebody wrote first, for one who wrote the same: how many others did, and where it
    stands. `number` and `idea` are those of an idea that others can read."""

    others: int
    number: int | None = None
    idea: str = ""
    rule: int | None = None
    """The rule that it was refused by."""


def _written(*columns: Any) -> Any:
    query = select(*columns).select_from(Screening).outerjoin(Idea, col(Idea.id) == Screening.idea_id)
    query = query.outerjoin(Comment, col(Comment.id) == Screening.comment_id)
    there = col(Screening.comment_id).is_not(None) | stands(taken_back=False)
    return query.join(Seat, col(Seat.id) == SEAT).where(there, *HEARD)


def _again(meetings: list[int | None]) -> Any:
    first = aliased(Screening)
    query = _written(first.idea_id, func.count(SEAT.distinct()).label("many"))
    same = (col(first.meeting_id) == Screening.meeting_id) & (col(first.likeness) == Screening.likeness)
    query = query.join(first, same & col(first.idea_id).is_not(None) & ~folded(first))
    there = col(Screening.meeting_id).in_(meetings)
    return query.where(there, folded(Screening)).group_by(first.idea_id)


async def load_again(session: AsyncSession, meetings: Iterable[int | None]) -> dict[int, int]:
    """How many others wrote the same as each idea of these meetings, by its id. One query, none for no meeting."""
    known = list(meetings)
    rows = (await session.execute(_again(known))).all() if known else []
    return {row.idea_id: row.many for row in rows}


@dataclass(frozen=True)
class Alike:
    """How many others wrote the same as an idea of the room, by its id."""

    others: Mapping[int, int] = field(default_factory=dict)

    def of(self, idea: Idea) -> int:
        """How many others wrote the same."""
        return self.others.get(idea.id or 0, 0)


async def load_alike(session: AsyncSession, room: Room) -> Alike:
    """For the room. One query; none where nobody looks at it first."""
    if room.meeting.moderation is not Moderated.BEFORE:
        return Alike()
    return Alike(await load_again(session, [room.meeting.id]))


async def load_same(session: AsyncSession, folded: Iterable[Screening]) -> dict[int, Same]:
    """What became of the words that each of these was put away for, by the id of its screening. One query."""
    mine = [each for each in folded if each.folded]
    if not mine:
        return {}
    known = _written(Screening, SEAT.label("seat"), Idea.number, Idea.public_id, Idea.hidden_at)
    known = known.where(
        col(Screening.meeting_id).in_({each.meeting_id for each in mine}),
        col(Screening.likeness).in_({each.likeness for each in mine}),
    ).order_by(col(Screening.id))
    groups: dict[tuple[int, bytes], list[Any]] = defaultdict(list)
    for row in (await session.execute(known)).all():
        groups[row.Screening.meeting_id, row.Screening.likeness].append(row)
    return {each.id: _same(groups[each.meeting_id, each.likeness], each) for each in mine}


def _same(rows: list[Any], mine: Screening) -> Same:
    own = next((row.seat for row in rows if row.Screening.id == mine.id), None)
    others = len({row.seat for row in rows} - {own})
    first = next((row for row in rows if not row.Screening.folded), None)
    if first is None:
        return Same(others)
    if first.number is None or first.hidden_at is not None:
        return Same(others, rule=first.Screening.rule)
    return Same(others, first.number, first.public_id, first.Screening.rule)


def folded(of: Any) -> Any:
    """As `Screening.folded`, of a statement."""
    return (of.verdict == Verdict.REFUSED) & of.rule.is_(None) & (of.message == SAME)
