"""Who has an account, and where they work: as leader of a unit or in their place, as coordinator of a board,
or as one who passes on citizens' enquiries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.danish_order import in_danish_order
from schemas.person import Person
from server.core.unit_walk import below

PLACED = below("placed", "unit WHERE unit.parent_id IS NULL", top="unit.id", organisation="unit.name")
WORKS = text(
    f"""
WITH RECURSIVE {PLACED}, work AS (
    SELECT unit.leader_id AS person_id, unit.id AS unit_id, 'leads' AS what, unit.name AS place,
        NULL::bigint AS board_id,
        CASE WHEN unit.called_id = unit.leader_id THEN unit.called END AS called,
        CASE WHEN unit.called_id = unit.leader_id THEN unit.called_title END AS called_title
    FROM unit WHERE unit.leader_id IS NOT NULL
    UNION ALL SELECT deputy.person_id, unit.id, 'deputises', unit.name, NULL, deputy.called, ''
    FROM deputy JOIN unit ON unit.id = deputy.unit_id
    UNION ALL SELECT listener.person_id, unit.id, 'listens', unit.name, NULL, listener.called, ''
    FROM listener JOIN unit ON unit.id = listener.unit_id
    UNION ALL SELECT seat.person_id, board.unit_id, 'coordinates', board.name, board.id,
        CASE WHEN seat.called_title IS NOT NULL THEN seat.name END, seat.called_title
    FROM seat JOIN board ON board.id = seat.board_id
    WHERE seat.person_id IS NOT NULL AND seat.role = 'coordinator' AND seat.removed_at IS NULL
) SELECT work.*, placed.top, placed.organisation FROM work JOIN placed ON placed.id = work.unit_id
WHERE CAST(:people AS bigint[]) IS NULL OR work.person_id = ANY (CAST(:people AS bigint[]))
"""  # noqa: S608 - all of it is written here
)
"""A leader's seat on a board goes with the unit they lead, and is no work of its own."""


class Does(StrEnum):
    """What somebody is where they work, in the order in which it is listed."""

    LEADS = "leads"
    DEPUTISES = "deputises"
    """They lead it while its leader is away; what was typed for them holds as long."""
    COORDINATES = "coordinates"
    LISTENS = "listens"
    """They may pass on citizens' enquiries about it."""


@dataclass(frozen=True)
class Work:
    """One thing that somebody is: the leader of a unit or their deputy, the coordinator of a board, or a listener."""

    unit_id: int
    does: Does
    place: str
    """The unit's or the board's name."""
    board_id: int | None
    called: str | None
    """The name that was typed for them, if they have not been there yet."""
    called_title: str | None
    top: int
    organisation: str


@dataclass(frozen=True)
class Account:
    """An account and the work to be shown of it; whoever looks may see only some of it."""

    person: Person
    works: list[Work]

    @property
    def awaited(self) -> bool:
        """They were named by their address, and have not been here: nothing of their account may show."""
        return bool(self.works) and all(work.called is not None for work in self.works)

    @property
    def name(self) -> str:
        """What they are called here."""
        return (self.works[0].called or "") if self.awaited else self.person.name

    @property
    def title(self) -> str:
        """Their title here."""
        return (self.works[0].called_title or "") if self.awaited else self.person.title

    @property
    def used_at(self) -> datetime | None:
        """When they last did something; None if that is unknown."""
        return None if self.awaited else self.person.used_at

    @property
    def organisations(self) -> list[str]:
        """The names of the organisations where they work."""
        return sorted({work.organisation for work in self.works}, key=in_danish_order)


async def works_of(session: AsyncSession, people: Collection[int] | None = None) -> dict[int, list[Work]]:
    """All that these people are, by person; everybody's if None. One query."""
    found: dict[int, list[Work]] = defaultdict(list)
    rows = await session.execute(WORKS, {"people": None if people is None else list(people)})
    for person_id, unit_id, what, place, board_id, called, title, top, organisation in rows.all():
        found[person_id].append(Work(unit_id, Does(what), place, board_id, called, title, top, organisation))
    for works in found.values():
        works.sort(key=lambda work: (in_danish_order(work.organisation), list(Does).index(work.does), work.place))
    return found


async def accounts(session: AsyncSession, units: Collection[int] | None = None) -> list[Account]:
    """Who works in these units, with what they are there, by name; None: every account there is, of those that ended
    too. Two queries."""
    works = await works_of(session)
    if units is not None:
        here = {person: [work for work in each if work.unit_id in units] for person, each in works.items()}
        works = {person: each for person, each in here.items() if each}
    query = select(Person) if units is None else select(Person).where(col(Person.id).in_(works))
    found = [Account(person, works.get(person.id, [])) for person in (await session.execute(query)).scalars()]
    return sorted(found, key=lambda account: (in_danish_order(account.name), account.person.id))
