"""The levels that an enquiry can be put to: the units at and above it that somebody leads, nearest first. Who answers
is worked out from the units as they are, so that another leader, or a unit that moves, needs no handing over."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.enquiry import ANSWER_DAYS, Enquiry
from schemas.person import Person
from server.core.unit_walk import above, below

LEVELS = text(
    """
WITH RECURSIVE ABOVE SELECT led.id AS unit_id, led.name AS unit, led.answer_days,
    leader.id, CASE WHEN led.called_id = leader.id THEN led.called ELSE leader.name END AS called,
    leader.mail, leader.language, deputy.id AS deputy_id, deputy.name AS deputy, deputy.mail AS deputy_mail,
    deputy.language AS deputy_language
FROM above JOIN unit AS led ON led.id = above.id JOIN person AS leader ON leader.id = led.leader_id
LEFT JOIN person AS deputy ON deputy.id = led.deputy_id ORDER BY above.height
""".replace("ABOVE", above("above", "unit WHERE unit.id = :unit", height=True))
)
ASKS = below(
    "asked", "unit WHERE unit.leader_id = {person} OR unit.deputy_id = {person}", only="unit.leader_id IS NULL"
)
"""A term of `WITH RECURSIVE`: the units for which a person answers, since they lead them, or nobody does below them."""
OPEN = "enquiry.answered_at IS NULL AND enquiry.erased_at IS NULL"


@dataclass(frozen=True)
class Reader:
    """Somebody to write to."""

    id: int
    name: str
    mail: str
    language: str


@dataclass(frozen=True)
class Level:
    """A unit and who leads it now: the leader, and while they are away their deputy."""

    unit_id: int
    unit: str
    leader: Reader
    deputy: Reader | None
    days: int
    """How many days it has to answer: those that the unit says, else ANSWER_DAYS."""

    @property
    def readers(self) -> list[Reader]:
        """Everybody who answers here."""
        return [self.leader, *([self.deputy] if self.deputy else [])]

    def has(self, person_id: int | None) -> bool:
        """Whether somebody answers here."""
        return person_id in {reader.id for reader in self.readers}


async def levels(session: AsyncSession, unit_id: int) -> list[Level]:
    """The levels at and above a unit. One query."""
    return [_level(row) for row in (await session.execute(LEVELS, {"unit": unit_id})).all()]


async def level_of(session: AsyncSession, enquiry: Enquiry) -> Level | None:
    """The level that answers an enquiry now; None if nobody leads at or above it any more."""
    return next(iter(await levels(session, enquiry.level_id)), None)


async def next_level(session: AsyncSession, enquiry: Enquiry) -> Level | None:
    """The next level above that somebody else leads."""
    found = await levels(session, enquiry.level_id)
    return next((each for each in found[1:] if each.leader.id != found[0].leader.id), None)


async def writer_of(session: AsyncSession, enquiry: Enquiry) -> list[Reader]:
    """Whoever wrote it down, if they still have an account; else nobody."""
    person = await session.get(Person, enquiry.written_by) if enquiry.written_by else None
    return [Reader(person.id, person.name, person.mail, person.reads)] if person is not None and person.mail else []


def _level(row: Any) -> Level:
    leader = Reader(row.id, row.called, row.mail or "", row.language or "da")
    deputy = Reader(row.deputy_id, row.deputy, row.deputy_mail or "", row.deputy_language or "da")
    return Level(row.unit_id, row.unit, leader, deputy if row.deputy_id else None, row.answer_days or ANSWER_DAYS)
