"""The moments of the ground: who is called, when, and that what is raised there undoes all of it."""

from typing import Any

import pytest
from sqlmodel import select

from schemas.agreement import Agreement
from schemas.answer import Owner
from schemas.flow import Status
from schemas.job import Job, JobState
from schemas.meeting import TimerSet
from schemas.seat import Seat
from server.core import clock
from server.core.change import TOLD, Change, changing_board
from server.core.doorbell import Doorbell
from server.core.errors import NotNow
from server.core.hooks import Hooks
from server.core.metrics import READ
from server.core.runtime import Runtime
from server.core.seat_hooks import SEAT_LEFT, SEAT_REMOVED
from server.core.settings import Settings
from server.core.waiting import TooLate, waiting, waits
from server.organisation.units.handing_over import DISMISSED, Dismissal
from tests.organisation.units.test_leaving_office import an_idea, replaced, units
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

BOARD = (
    "SELECT seq, moved_at, (SELECT count(*) FROM event WHERE board_id = board.id) AS events FROM board WHERE id = $1"
)
WHO = {
    "idea": "idea ON person.id = idea.leader_id WHERE idea.id",
    "agreement": "agreement ON person.id = agreement.leader_id WHERE idea_id",
    "owner": "owner ON person.id = owner.person_id WHERE idea_id",
}
LEADER = "SELECT leader_id FROM unit WHERE id = $1"


def also(moment: Hooks[Any], call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One feature more, for one test."""
    monkeypatch.setattr(moment, "_calls", [*moment._calls, call])


async def refuse(*_: object) -> None:
    raise NotNow("Ikke nu.")


def runtime_of(cast: Cast) -> Runtime:
    return Runtime(Settings(database_url=cast.database.url, secret=cast.secret), cast.database, Doorbell(""))


async def test_what_was_told_is_numbered_when_features_hear_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, list[str]]] = []

    async def hear(change: Change) -> None:
        heard.append((change.board.seq, [type(event).__name__ for event in change.events]))

    also(TOLD, hear, monkeypatch)
    before = (await rows(cast.database.url, BOARD, cast.board.id))[0]
    async with changing_board(runtime_of(cast), cast.board.id or 0) as change:
        change.tell(TimerSet(cast.meeting.id))
        change.tell(TimerSet(cast.meeting.id))
        assert heard == [], "not before the body is done"
    async with changing_board(runtime_of(cast), cast.board.id or 0):
        pass
    assert heard == [(before["seq"] + 2, ["TimerSet", "TimerSet"])], "once for each change that tells something"


async def test_a_feature_that_fails_undoes_the_change(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    also(TOLD, refuse, monkeypatch)
    before = await rows(cast.database.url, BOARD, cast.board.id)
    with pytest.raises(NotNow):
        async with changing_board(runtime_of(cast), cast.board.id or 0) as change:
            change.tell(TimerSet(cast.meeting.id))
    assert await rows(cast.database.url, BOARD, cast.board.id) == before


@pytest.mark.parametrize("moment", [SEAT_REMOVED, SEAT_LEFT])
async def test_a_seat_is_taken_away_with_all_that_follows_or_not_at_all(
    moment: Hooks[Any], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    query = select(Seat).where(Seat.name == ben.name, Seat.board_id == cast.board.id)
    async with cast.database.snapshot() as session:
        seat = (await session.execute(query)).scalars().one()
    with monkeypatch.context() as patch:
        also(moment, refuse, patch)
        assert (await ada.post(f"/seats/{seat.public_id}/removal", {})).status_code == 409
    assert (await ben.get(ben.room)).status_code == 200
    seen: list[bool] = []

    async def see(_: Change, gone: Seat) -> None:
        seen.append(gone.removed_at is not None)

    also(moment, see, monkeypatch)
    assert took(await ada.post(f"/seats/{seat.public_id}/removal", {}))
    assert seen == [True], "once"
    assert (await ben.get(ben.room)).status_code == 404


async def test_who_was_dismissed_is_handed_to_each_feature(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str | None, bool, bool]] = []

    async def see(gone: Dismissal) -> None:
        query = select(Seat.removed_at).where(Seat.board_id == cast.board.id, Seat.person_id == gone.person_id)
        removed = (await gone.board.session.execute(query)).scalars().all()
        seen.append((gone.person_id, gone.heir.name if gone.heir else None, gone.stays, None not in removed))

    also(DISMISSED, see, monkeypatch)
    await (await cast.leo()).get(f"/b/{cast.board.public_id}")  # so that he has a seat
    await replaced(cast, "replaced")
    assert seen == [(cast.people["Leo"].id, "Nina Krog", False, True)]


async def test_the_office_stays_as_it_was_where_something_cannot_be_handed_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    also(DISMISSED, refuse, monkeypatch)
    idea = await an_idea(cast, answer_by=clock.now())
    ada, unit = await cast.ada(), (await units(cast))["department"]
    answer = await ada.post(f"/units/{unit}/leader", {"mail": "nina@region.test", "name": "Nina Krog"})
    assert answer.status_code == 409
    found = await rows(cast.database.url, LEADER, cast.board.unit_id)
    assert found[0]["leader_id"] == cast.people["Leo"].id
    kept = await rows(cast.database.url, "SELECT leader_id FROM idea WHERE id = $1", idea.id)
    assert kept[0]["leader_id"] == cast.people["Leo"].id


@pytest.mark.parametrize("what", WHO)
async def test_a_board_is_found_by_whatever_one_feature_would_hand_on(what: str, cast: Cast) -> None:
    """Leo has no seat there, and nothing else that another feature would look for."""
    idea = await an_idea(cast, Status.IN_PROGRESS)
    leo = cast.people["Leo"].id
    gone = "DELETE FROM seat WHERE board_id = $1 AND person_id = $2 RETURNING 1"
    await rows(cast.database.url, gone, cast.board.id, leo)
    async with cast.database.begin() as session:
        if what == "agreement":
            session.add(Agreement(idea_id=idea.id or 0, leader_id=leo))
        if what == "owner":
            session.add(Owner(idea_id=idea.id or 0, person_id=leo, name="Leo Bach"))
    if what != "idea":
        await rows(cast.database.url, "UPDATE idea SET leader_id = NULL WHERE board_id = $1 RETURNING 1", cast.board.id)
    await replaced(cast, "replaced")
    query = f"SELECT person.name FROM person JOIN {WHO[what]} = $1"
    assert [row["name"] for row in await rows(cast.database.url, query, idea.id)] == ["Nina Krog"]


async def test_whoever_reads_the_metrics_gets_what_the_tables_say_now(cast: Cast) -> None:
    ada = await cast.ada()
    assert READ._calls
    async with cast.database.begin() as session:
        job = Job(kind="felt", subject_id=1, due_at=clock.now(), state=JobState.DEAD, done_at=clock.now(), dedupe="x")
        session.add(job)
    assert 'peerboard_dead_jobs{kind="felt"} 1.0' in (await ada.get("/metrics")).text


def test_what_waits_is_declared_before_anybody_asks() -> None:
    """A later word would be counted on some pages, and not on those whose query had been written."""
    before = waiting()
    with pytest.raises(TooLate):
        waits("1")
    assert waiting() == before
