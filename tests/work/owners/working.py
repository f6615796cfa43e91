"""An idea of the worker tests' room with an owner and a step, and what the clock does to it."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from schemas.answer import Owner, Step
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from schemas.moment import Moment, MomentKind
from server.core.change import changing_board
from server.core.days import DENMARK, danish_day
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.work.owners.assigning import Named, give
from server.work.steps.planning import plan_step
from tests.workers.scene import Room

IDA = Named("Ida Lind", "ida@firma.test")
STEP = "Marie skal ringes op hver aften"
"""Words of a step; no mail may hold them."""


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day on Danish clocks."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=DENMARK)


def monday() -> date:
    """A working day with a plain week before it."""
    return date(2027, 2, 1)


async def working_idea(room: Room, *who: Named, status: Status = Status.IN_PROGRESS, ahead: int = 10) -> Idea:
    """An idea in progress that these own, with a step so many days ahead."""
    idea = await room.idea(status)
    async with changing_board(Runtime(room.settings, room.database, Doorbell("")), room.board_id) as change:
        stored = await change.session.get_one(Idea, idea.id)
        stored.shown_at, stored.number = change.now, idea.id
        await give(change, stored, who or (IDA,))
        await plan_step(change, stored, STEP, "Natholdet", danish_day(change.now) + timedelta(days=ahead))
        change.tell(StatusChanged(idea.id, 1))
    return idea


async def step_of(room: Room, idea: Idea) -> Step:
    """Its step."""
    async with room.database.begin() as session:
        return (await session.execute(select(Step).where(Step.idea_id == idea.id))).scalar_one()


async def change_step(room: Room, idea: Idea, **how: object) -> None:
    """Change its step behind the product's back."""
    async with room.database.begin() as session:
        step = (await session.execute(select(Step).where(Step.idea_id == idea.id))).scalar_one()
        for name, value in how.items():
            setattr(step, name, value)


async def owners_of(room: Room, idea: Idea) -> list[str]:
    """Who has it, by name."""
    query = select(Owner.name).where(Owner.idea_id == idea.id).order_by(col(Owner.id))
    async with room.database.begin() as session:
        return list((await session.execute(query)).scalars())


async def told(room: Room, idea: Idea, kind: MomentKind) -> int:
    """How often its timeline says so."""
    query = select(Moment).where(Moment.idea_id == idea.id, Moment.kind == kind)
    async with room.database.begin() as session:
        return len(list((await session.execute(query)).scalars()))
