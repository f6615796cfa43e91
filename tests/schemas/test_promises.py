"""What is late: the rule itself, and that the database, asked about many ideas at once, says the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from schemas.answer import StatusChange, Step
from schemas.codes import new_public_id
from schemas.flow import FLOW, Status
from schemas.idea import Idea
from schemas.moment import Moment, MomentKind
from schemas.promises import (
    DUE_SQL,
    NEWS_SQL,
    NEXT_STEP_SQL,
    STALE_AFTER,
    UNTIL_SQL,
    Promised,
    all_broken,
    broken,
    due,
    in_order,
    last_moment,
    late,
    next_step,
)
from schemas.stages import Promise
from tests.support.cast import Cast

NOON = datetime(2026, 10, 24, 10, tzinfo=UTC)
"""The day before clocks are put back: the next one has twenty-five hours."""
TODAY = date(2026, 10, 24)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("promised", "first"),
    [
        (Promised(Status.REVIEW, answer_by=NOON - A_DAY, step=TODAY - A_DAY), Promise.ANSWER),
        (Promised(Status.REVIEW, answer_by=NOON + A_DAY, step=TODAY - A_DAY), None),
        (Promised(Status.REVIEW, step=TODAY - A_DAY), None),
        (Promised(Status.PRIORITISED, step=TODAY - A_DAY, answer_by=NOON - A_DAY), Promise.STEP),
        (Promised(Status.AGREED, step=TODAY - A_DAY, until=TODAY - A_DAY), Promise.STEP),
        (Promised(Status.TRIAL, until=TODAY - A_DAY, step=TODAY - A_DAY), Promise.TRIAL),
        (Promised(Status.TRIAL, until=TODAY + A_DAY, step=TODAY - A_DAY), Promise.STEP),
        (Promised(Status.TRIAL, until=TODAY, step=TODAY), None),
        (Promised(Status.IN_PROGRESS, step=TODAY - A_DAY, news=NOON - STALE_AFTER - A_DAY), Promise.STEP),
        (Promised(Status.IN_PROGRESS, step=TODAY, news=NOON - STALE_AFTER - A_DAY), Promise.STALE),
        (Promised(Status.IN_PROGRESS, news=NOON - STALE_AFTER), None),
        (Promised(Status.ON_HOLD, until=TODAY - A_DAY, step=TODAY - A_DAY), Promise.HOLD),
        (Promised(Status.ON_HOLD, until=TODAY, step=TODAY - A_DAY), None),
        (Promised(Status.DONE, NOON - A_DAY, TODAY - A_DAY, TODAY - A_DAY, NOON - 2 * STALE_AFTER), None),
    ],
)
def test_which_promise_is_broken(promised: Promised, first: Promise | None) -> None:
    found = broken(promised, NOON)
    assert (found.promise if found else None) is first
    assert all_broken(promised, NOON)[:1] == ((found,) if found else ())


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_a_day_lasts_until_its_last_moment_on_danish_clocks(day: date) -> None:
    end = last_moment(day)
    assert not late(day, end)
    assert late(day, end + timedelta(microseconds=1))
    found = broken(Promised(Status.AGREED, step=day), end + timedelta(microseconds=1))
    assert found is not None
    assert found.day == day


def test_the_next_step_is_the_nearest_that_waits() -> None:
    def step(id_: int, ahead: int, *, taken: bool = False) -> Step:
        day, done = TODAY + ahead * A_DAY, NOON if taken else None
        return Step(id=id_, idea_id=1, text="Skridt", person="Mona", day=day, done_at=done)

    steps = [step(1, 30), step(2, -9, taken=True), step(4, -2), step(3, -2), step(5, 4)]
    assert [each.id for each in in_order(steps)] == [3, 4, 5, 1]
    found = next_step(steps)
    assert found is not None
    assert found.id == 3
    assert next_step(steps[1:2]) is None


@dataclass
class World:
    """An idea with what its tables say; `steps` as days ahead and whether they are taken."""

    status: Status
    answer_by: datetime | None
    lines: tuple[tuple[Status, int | None], ...]
    """The lines that named a day, oldest first; one of another status is of no matter."""
    steps: tuple[tuple[int, bool], ...]
    told: tuple[int, ...]
    """When something was told, in days before now."""
    id: int = field(default=0)

    @property
    def promised(self) -> Promised:
        """The same as Python is told it."""
        days = [ahead for status, ahead in self.lines if status is self.status and ahead is not None]
        waits = [ahead for ahead, taken in self.steps if not taken]
        news = max([NOON - 40 * A_DAY, *(NOON - ago * A_DAY for ago in self.told)])
        until, step = (TODAY + at * A_DAY if at is not None else None for at in (_last(days), min(waits, default=None)))
        return Promised(self.status, self.answer_by, until, step, news)


def _last(days: list[int]) -> int | None:
    return days[-1] if days else None


def worlds() -> Iterator[World]:
    """Every status with every combination of what may have been promised, kept or not."""
    for status, answer, named, steps, told in product(
        Status,
        (None, NOON - A_DAY),
        ((), (3, -1), (-1, 3), (0, None)),
        ((), ((-2, True), (3, False)), ((30, False), (-2, False)), ((0, False),)),
        ((), (35,), (50, 5)),
    ):
        other = Status.REVIEW if status is not Status.REVIEW else Status.AGREED
        yield World(status, answer, ((other, -5), *((status, ahead) for ahead in named), (other, -7)), steps, told)


async def store(cast: Cast, all_: list[World]) -> None:
    """Write the worlds into the tables."""
    at: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id, "created_at": NOON - 90 * A_DAY}
    async with cast.database.begin() as session:
        ideas = [
            Idea(
                public_id=(key := new_public_id()),
                submission=key,
                title="En idé",
                status=world.status,
                status_at=NOON - 40 * A_DAY,
                answer_by=world.answer_by,
                **at,
            )
            for world in all_
        ]
        session.add_all(ideas)
        await session.flush()
        more: list[Any] = []
        for world, idea in zip(all_, ideas, strict=True):
            world.id = idea.id
            for status, ahead in world.lines:
                day = None if ahead is None else TODAY + ahead * A_DAY
                more.append(StatusChange(idea_id=idea.id, status=status, at=NOON - 40 * A_DAY, day=day))
            for ahead, taken in world.steps:
                day, done = TODAY + ahead * A_DAY, NOON if taken else None
                more.append(Step(idea_id=idea.id, text="Skridt", person="Mona", day=day, done_at=done))
            more += [Moment(idea_id=idea.id, kind=MomentKind.NEWS, at=NOON - ago * A_DAY) for ago in world.told]
        session.add_all(more)


@pytest.mark.long
async def test_the_database_says_what_python_says(cast: Cast) -> None:
    all_ = list(worlds())
    assert {world.status for world in all_} == set(FLOW)
    await store(cast, all_)
    asked = f"SELECT id, {DUE_SQL}, {NEXT_STEP_SQL}, {UNTIL_SQL}, {NEWS_SQL} FROM idea WHERE board_id = :board"
    async with cast.database.begin() as session:
        await session.execute(text("SET LOCAL TIME ZONE 'America/New_York'"))  # whatever the server's own is
        found = {row[0]: row[1:] for row in (await session.execute(text(asked), {"board": cast.board.id})).all()}
    seen = set()
    for world in all_:
        promised = world.promised
        first = min(due(promised).values(), default=None)
        assert found[world.id] == (first, promised.step, promised.until, promised.news), world
        overdue = found[world.id][0] is not None and found[world.id][0] < NOON
        one = broken(promised, NOON)
        assert overdue is (one is not None), world
        seen.add(one.promise if one else None)
    assert seen == {None, *Promise}, "a promise that nothing here breaks"
