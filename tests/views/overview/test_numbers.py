"""The overview's numbers are those of a count made anew, and those of the progress pages."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from schemas.person import Person
from schemas.unit import Unit
from server.core import clock as now_of
from server.core.database import Database
from server.core.days import danish_day
from server.views.overview.figures import count
from server.views.overview.queries import NUMBERS, Asked, Overview, load_overview
from server.views.overview.reach import load_boards
from server.views.progress.queries import load_progress
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.many import make_many
from tests.support.member import took
from tests.views.overview.recount import Recount, recount
from tests.work.answers.scene import REASON, STEP, agreed, sent, stored


async def look(database: Database, person_id: int, **asked: str) -> Overview:
    """The overview as that person gets it."""
    async with database.snapshot() as session:
        return await load_overview(session, await session.get_one(Person, person_id), Asked(**asked))  # type: ignore[arg-type]


async def same(database: Database, view: Overview) -> Recount:
    """Assert that a view says what a count says, and what the progress pages say is late."""
    async with database.snapshot() as session:
        boards = {board.id: board for board in await load_boards(session, view.reach, "late", 1000)}
    told = await recount(database.url, set(boards), view.reach.now)
    async with database.snapshot() as session:
        late = {id_: (await load_progress(session, board.public_id)).late for id_, board in boards.items()}
    assert {id_: board.late for id_, board in boards.items()} == late
    told.numbers["late"] = sum(late.values())
    assert {name: getattr(view.total, name) for name in NUMBERS} == {name: told.numbers[name] for name in NUMBERS}
    assert (view.total.oldest and (view.today - view.total.oldest).days) == max(told.waits, default=None)
    assert view.past.waits == told.middle
    assert [month.days for month in view.past.answered] == told.middles(told.answered, view.today)
    assert [month.days for month in view.past.done] == told.middles(told.done, view.today)
    assert [(word, told.this_year[word], told.on_the_way[word]) for word, _, _ in view.past.statements] == (
        view.past.statements
    )
    leaders = [(each.asked, each.sent_on) for each in view.past.leaders]
    counted = ((len(ideas), len(told.sent_on.get(one, ()))) for one, ideas in told.asked.items())
    assert leaders == sorted(counted, key=lambda each: (-each[1], -each[0]))[:25]
    return told


@pytest.mark.parametrize("seed", [-0.7, 0.1, 0.83])
async def test_a_count_made_anew_says_the_same(database: Database, seed: float) -> None:
    async with database.begin() as session:
        made = await make_many(session, 12, 400, seed=seed)
    view = await look(database, made.leader_id)
    told = await same(database, view)
    assert min(told.numbers[name] for name in NUMBERS) > 0, "nothing to count"
    hospital = view.reach.children[made.region_id][0]
    async with database.snapshot() as session:
        unit = await session.get_one(Unit, hospital)
    part = await look(database, made.leader_id, unit=unit.public_id)
    assert 0 < part.total.boards < view.total.boards
    await same(database, part)
    row = next(row for row in (await look(database, made.leader_id, by="boards")).rows if row.figures.late)
    one = await look(database, made.leader_id, board=row.board)
    assert (one.name, one.total.late, one.total.boards) == (row.name, row.figures.late, 1)
    await same(database, one)


async def test_the_units_add_up_to_all_boards(database: Database) -> None:
    async with database.begin() as session:
        made = await make_many(session, 60, 300)
    units = await look(database, made.leader_id)
    assert units.by == "units"
    boards = await look(database, made.leader_id, by="boards")
    assert boards.found == 60
    for name in ("boards", *NUMBERS):
        every = getattr(boards.total, name)
        assert sum(getattr(row.figures, name) for row in units.rows) == every
    late = [row.figures.late for row in boards.rows]
    assert late == sorted(late, reverse=True)
    assert len(late) == 25


async def test_whatever_moves_an_idea_moves_the_numbers(cast: Cast, database: Database, clock: Clock) -> None:
    ada_id = cast.people["Ada"].id or 0

    async def now_says(**numbers: int) -> None:
        view = await look(database, ada_id)
        await same(database, view)
        assert {name: getattr(view.total, name) for name in NUMBERS if getattr(view.total, name)} == numbers

    await now_says()
    idea = await agreed(cast)
    await now_says(on_the_way=1)
    leo, ada = await cast.leo(), await cast.ada()
    assert took(await leo.post(f"/ideas/{idea}/status", {"status": "in_progress", **STEP}))
    await now_says(on_the_way=1)
    clock.ahead(timedelta(days=31))
    await now_says(on_the_way=1, late=1)
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"reason": "Der står et navn."}))
    await now_says()
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "0"}))
    clock.run()
    assert took(await leo.post(f"/ideas/{idea}/status", {"status": "done", "text": "Der er filt på."}))
    await now_says(done=1)
    row = await stored(cast, idea)
    assert row.status == "done"
    answered = (await look(database, ada_id)).past.answered[-1]
    assert (answered.days, answered.count) == (0, 1)


async def test_an_answer_that_is_late_and_one_that_is_given(cast: Cast, database: Database, clock: Clock) -> None:
    idea = await sent(cast)
    clock.ahead(timedelta(days=25))
    view = await look(database, cast.people["Leo"].id or 0)
    await same(database, view)
    assert (view.total.waiting, view.total.late, view.past.waits) == (1, 1, 25)
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    view = await look(database, cast.people["Leo"].id or 0)
    await same(database, view)
    assert (view.total.waiting, view.total.late) == (0, 0)
    assert view.past.answered[-1].days == 25 or view.past.answered[-2].days == 25


async def test_a_board_without_a_sign_for_90_days_is_quiet(cast: Cast, database: Database, clock: Clock) -> None:
    ada_id = cast.people["Ada"].id or 0
    await sent(cast)
    for days, quiet in ((89, 0), (91, 1)):
        clock.ahead(timedelta(days=days))
        assert len((await look(database, ada_id)).quiet) == quiet
    soon = now_of.now() + timedelta(days=3)
    await rows(database.url, "UPDATE meeting SET starts_at = $1 WHERE board_id = $2", soon, cast.board.id)
    assert not (await look(database, ada_id)).quiet
    await rows(database.url, "UPDATE meeting SET cancelled_at = $1 WHERE board_id = $2", soon, cast.board.id)
    assert (await look(database, ada_id)).quiet


async def test_months_follow_danish_clocks(cast: Cast, database: Database) -> None:
    from server.views.overview.months import twelve_months

    assert [day.month for day in twelve_months(danish_day(now_of.now()))][-1] == danish_day(now_of.now()).month
    idea = await agreed(cast)
    row = await stored(cast, idea)
    # half past midnight in Denmark, the evening before in UTC
    first = twelve_months(danish_day(now_of.now()))[5]
    async with database.begin() as session:
        from sqlalchemy import text

        at = f"{first} 00:30 Europe/Copenhagen"
        await session.execute(
            text(
                "UPDATE status_change SET at = CAST(:at AS text)::timestamptz WHERE idea_id = :id AND status = 'agreed'"
            ),
            {"at": at, "id": row.id},
        )
        await count(session, cast.board.id)
    view = await look(database, cast.people["Ada"].id or 0)
    assert [month.first for month in view.past.answered if month.count] == [first]


async def test_the_figures_are_the_same_in_every_time_zone(database: Database) -> None:
    found = []
    async with database.begin() as session:
        await make_many(session, 12, 400, seed=0.37)
        for zone in ("UTC", "Europe/Copenhagen", "America/New_York"):
            await session.execute(text(f"SET LOCAL TIME ZONE '{zone}'"))
            await count(session, every=True)
            found.append((await session.execute(text("SELECT * FROM board_figures ORDER BY board_id"))).all())
    assert found[0] == found[1] == found[2]
