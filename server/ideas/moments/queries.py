"""Reading what a timeline shows besides changes of status."""

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
"""The kinds that come from counting members' answers."""
SAID = frozenset({MomentKind.ADDED, MomentKind.ATTENTION, *COUNTED})
"""The kinds with members' own words. The words of the others are by staff."""
IN_SENTENCE = frozenset(kind for kind in MomentKind if kind.value.startswith("step_"))
"""The kinds whose sentence includes the words."""


@dataclass
class Happened:
    """A moment as a line of the story. It names staff, with their title, but never members."""

    moment: Moment
    name: str = ""
    title: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What members answered, as far as it may be disclosed, by "yes" and "no" or by the values of `Effect`."""

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.moment.at

    @property
    def by_people(self) -> bool:
        """Whether the words are members' own."""
        return self.moment.kind in SAID

    @property
    def words(self) -> str:
        """What was said in somebody's own words; "" if the sentence includes it."""
        return "" if self.moment.kind in IN_SENTENCE else self.moment.text

    @property
    def day(self) -> date | None:
        """The date that the line mentions."""
        return self.moment.day

    @property
    def who(self) -> str:
        """Who to name beside the sentence: staff, with their title, or an owner who tells how the work is going."""
        if self.moment.kind is MomentKind.NEWS and not self.name:
            return self.moment.name
        return ", ".join(part for part in (self.name, self.title) if part)


async def load_moments(session: AsyncSession, which: Any) -> list[Happened]:
    """The moments that meet a condition, in the order in which they were added. One query."""
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
    """What members answered, as far as it may be disclosed, by idea id and when it was counted. One query."""
    query = select(FollowUp).where(col(FollowUp.idea_id).in_(set(ideas)), col(FollowUp.closed_at).is_not(None))
    closed = (await session.execute(query)).scalars()
    return {(each.idea_id, each.closed_at): _disclosed(each) for each in closed if each.closed_at is not None}


def _disclosed(asked: FollowUp) -> dict[str, int]:
    known = ("yes", "no", *(effect.value for effect in Effect))
    counts = asked.counts or {}
    return {name: counts[name] for name in known if isinstance(counts.get(name), int)}
