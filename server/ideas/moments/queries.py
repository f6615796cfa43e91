"""What a timeline tells besides changes of status, and both in the order in which they happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Effect
from schemas.follow_up import FollowUp
from schemas.moment import Moment, MomentKind
from schemas.person import Person
from schemas.seat import Seat

COUNTED = frozenset({MomentKind.FELT, MomentKind.EFFECT})
"""Kinds that come from members' answers."""
SAID = frozenset({MomentKind.ADDED, MomentKind.ATTENTION, *COUNTED})
"""Kinds whose words are members' own; the words of the others are those of staff."""
IN_SENTENCE = frozenset(kind for kind in MomentKind if kind.value.startswith("step_"))
"""Kinds whose sentence has the words in it."""


@dataclass
class Happened:
    """One moment of the story. Staff are named, with their title; members never are."""

    moment: Moment
    name: str = ""
    title: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What members answered, where it may be told: by "yes" and "no", or by `Effect`."""

    @property
    def at(self) -> datetime:
        """When."""
        return self.moment.at

    @property
    def by_people(self) -> bool:
        """Whether the words are members' own."""
        return self.moment.kind in SAID

    @property
    def words(self) -> str:
        """What was said in somebody's own words, where the sentence does not hold it."""
        return "" if self.moment.kind in IN_SENTENCE else self.moment.text

    @property
    def day(self) -> date | None:
        """The date it speaks of."""
        return self.moment.day

    @property
    def who(self) -> str:
        """Who did it, as far as it is told beside the sentence: staff, or whoever tells how it goes."""
        if self.moment.kind is MomentKind.NEWS and not self.name:
            return self.moment.name
        return ", ".join(part for part in (self.name, self.title) if part)


async def load_moments(session: AsyncSession, which: Any) -> list[Happened]:
    """The moments that are so, in the order in which they came about: one query."""
    query = (
        select(Moment, Seat, Person)
        .outerjoin(Seat, col(Seat.id) == Moment.seat_id)
        .outerjoin(Person, col(Person.id) == Seat.person_id)
        .where(which)
        .order_by(col(Moment.id))
    )
    return [
        Happened(moment, seat.name if seat else "", person.title if person else "")
        for moment, seat, person in (await session.execute(query)).all()
    ]


async def answered(session: AsyncSession, ideas: Iterable[int | None]) -> dict[tuple[int, datetime], dict[str, int]]:
    """What members answered and may be told, by idea and the moment at which it was counted: one query."""
    query = select(FollowUp).where(col(FollowUp.idea_id).in_(set(ideas)), col(FollowUp.closed_at).is_not(None))
    closed = (await session.execute(query)).scalars()
    return {(each.idea_id, each.closed_at): _told(each) for each in closed if each.closed_at is not None}


def _told(asked: FollowUp) -> dict[str, int]:
    known = ("yes", "no", *(effect.value for effect in Effect))
    counts = asked.counts or {}
    return {name: counts[name] for name in known if isinstance(counts.get(name), int)}
