"""Everything has a class and a period, and goes on its own when that is over; nothing younger goes (promise P6)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from schemas.retention import FORMER, RULES, Rule, as_table
from schemas.tables import metadata
from server.checkout import CHECKOUT
from server.core import clock as now_of
from server.core.database import Database
from server.core.settings import Settings
from server.live.log import read_since
from tests.support.clock import Clock
from tests.support.waiting import until
from tests.workers.aged import SWEPT, clear, left, put
from tests.workers.scene import Room, ask, working
from workers.jobs import prune as pruning

SECURITY = CHECKOUT / "docs/security.md"
PERIODS = [f"{rule.table}: {rule.reason}" for rule in SWEPT]
AGES = st.lists(st.floats(0.0, 3.0).filter(lambda share: abs(share - 1) > 0.01), min_size=1, max_size=4)


def test_every_table_has_a_class_and_a_period() -> None:
    missing = set(metadata.tables) - {rule.table for rule in RULES}
    assert not missing, f"say in RULES (schemas/retention.py) how long {missing} is kept, and why"
    assert {rule.table for rule in RULES} == set(metadata.tables), "a rule for a table that is gone"
    assert all(rule.moment for rule in SWEPT)
    assert not [rule for rule in RULES if rule.period is None and (rule.moment or rule.where or rule.forget)]


def test_the_document_says_what_the_rules_say() -> None:
    assert as_table() in SECURITY.read_text("utf-8"), "put schemas.retention.as_table() into docs/security.md"


@pytest.mark.parametrize("rule", SWEPT, ids=PERIODS)
async def test_a_rule_takes_what_is_old_alone(room: Room, database: Database, rule: Rule) -> None:
    await _sweeps(room, database, rule, [0.99, 1.01, 3.0])


@given(place=st.integers(0, len(SWEPT) - 1), shares=AGES)
@examples(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
async def test_nothing_younger_than_its_period_goes(
    room: Room, database: Database, place: int, shares: list[float]
) -> None:
    await _sweeps(room, database, SWEPT[place], shares)


async def _sweeps(room: Room, database: Database, rule: Rule, shares: list[float]) -> None:
    """Assert that of rows whose ages are these shares of the rule's period just those above one go."""
    await clear(database, rule)
    for share in shares:
        # what has no period of its own lies as far ahead as behind
        age = rule.period * share if rule.period else timedelta(days=30) * (share - 1)
        await put(database, room, rule, now_of.now() - age)
    assert await left(database, rule) == len(shares)
    gone = sum(share > 1 for share in shares)
    assert await pruning.sweep(database, rule) == gone
    assert await left(database, rule) == len(shares) - gone


async def _prune_is_due(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(
            text(
                "INSERT INTO job (kind, subject_id, dedupe, due_at, state, attempts)"
                " VALUES ('every:prune', 0, 'every:prune', now() - interval '1 day', 'due', 0)"
            )
        )


async def test_a_real_worker_ten_years_later(room: Room, settings: Settings, database: Database, clock: Clock) -> None:
    for rule in SWEPT:
        await put(database, room, rule, now_of.now())
    held = [rule.table for rule in RULES if rule.period is None]
    before = {table: await ask(database, f'SELECT count(*) FROM "{table}"') for table in held}
    assert before["idea"] >= len(SWEPT)
    clock.ahead(timedelta(days=3660))
    await _prune_is_due(database)
    async with working(settings):
        went = "SELECT done_at IS NOT NULL FROM job WHERE kind = 'every:prune'"

        async def done() -> bool:
            return bool(await ask(database, went))

        await until(done, what="the pruning")
    assert {rule.table: await left(database, rule) for rule in SWEPT if rule.table != "job"} == {
        rule.table: 0 for rule in SWEPT if rule.table != "job"
    }
    after = {table: await ask(database, f'SELECT count(*) FROM "{table}"') for table in held}
    assert {table for table in held if before[table] != after[table]} <= {"cursor"}
    assert await ask(database, "SELECT count(*) FROM seat WHERE name = :former", former=FORMER) > 0


async def test_a_backlog_goes_in_batches_and_the_rest_soon(
    room: Room, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = next(rule for rule in SWEPT if rule.table == "mail")
    for _ in range(7):
        await put(database, room, mail, now_of.now() - timedelta(days=31))
    monkeypatch.setattr(pruning, "BATCH", 3)
    assert [await pruning.sweep(database, mail) for _ in range(4)] == [3, 3, 1, 0]
    for _ in range(7):
        await put(database, room, mail, now_of.now() - timedelta(days=31))
    monkeypatch.setattr(pruning, "ENOUGH", 0.0)
    await _prune_is_due(database)
    async with working(settings):

        async def again() -> bool:
            soon = "due_at BETWEEN now() AND now() + interval '2 minutes' AND done_at IS NOT NULL"
            return bool(await ask(database, f"SELECT {soon} FROM job WHERE kind = 'every:prune'"))

        await until(again, what="the next turn")
    assert await left(database, mail) == 7


async def test_a_rule_that_fails_holds_up_no_other(
    room: Room, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = next(rule for rule in SWEPT if rule.table == "mail")
    await put(database, room, mail, now_of.now() - timedelta(days=31))
    broken = Rule("hand", mail.keep, mail.period, "no such column", "hand.nothing")
    monkeypatch.setattr(pruning, "RULES", (broken, *RULES))
    await _prune_is_due(database)
    async with working(settings):

        async def gone() -> bool:
            return await left(database, mail) == 0

        await until(gone, what="the other rules")


async def test_the_version_of_minutes_that_everybody_reads_stays(room: Room, database: Database) -> None:
    old = next(rule for rule in SWEPT if rule.table == "minutes_version")
    await clear(database, old)
    await put(database, room, old, now_of.now() - timedelta(days=366))
    async with database.begin() as session:
        shown = "INSERT INTO open_minutes (meeting_id, board_id, number, version, own_words, shown_at)"
        which = " SELECT meeting_id, :board, 1, version, '', now() FROM minutes_version"
        await session.execute(text(shown + which), {"board": room.board_id})
    assert await pruning.sweep(database, old) == 0
    async with database.begin() as session:
        await session.execute(text("UPDATE open_minutes SET shown_at = NULL"))
    assert await pruning.sweep(database, old) == 1


async def test_what_somebody_holds_waits_for_the_next_time(room: Room, database: Database) -> None:
    mail = next(rule for rule in SWEPT if rule.table == "mail")
    await put(database, room, mail, now_of.now() - timedelta(days=31))
    async with database.begin() as session:
        await session.execute(text("SELECT FROM mail FOR UPDATE"))
        assert await pruning.sweep(database, mail) == 0
    assert await pruning.sweep(database, mail) == 1


async def test_events_that_nobody_has_handled_stay(room: Room, database: Database) -> None:
    event = next(rule for rule in SWEPT if rule.table == "event")
    for _ in range(3):
        await put(database, room, event, now_of.now() - timedelta(days=401))
    async with database.begin() as session:
        await session.execute(text("UPDATE cursor SET seq = 2"))
    assert await pruning.sweep(database, event) == 2


async def test_a_page_from_before_the_oldest_event_gets_the_whole(room: Room, database: Database) -> None:
    event = next(rule for rule in SWEPT if rule.table == "event")
    for days in (500, 450, 401, 3, 2):
        await put(database, room, event, now_of.now() - timedelta(days=days))
    async with database.begin() as session:
        await session.execute(text("UPDATE board SET seq = 5 WHERE id = :id"), {"id": room.board_id})
    await pruning.sweep(database, event)
    async with database.snapshot() as session:
        told = [(await read_since(session, room.board_id, seq))[1] for seq in (0, 2, 3, 4, 5)]
        at, _ = await read_since(session, room.board_id, 0)
    assert [None if kinds is None else len(kinds) for kinds in told] == [None, None, 2, 1, 0]
    assert at.seq == 5
