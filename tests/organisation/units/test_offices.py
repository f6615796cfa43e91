"""What goes with an office is where the office is: after every change of who answers for a board, and where a version
before left it with somebody else."""

import ast
from pathlib import Path

import pytest
from sqlmodel import select

from schemas.agreement import Agreement
from schemas.answer import Owner
from schemas.board import Board
from schemas.flow import Status
from schemas.idea import Idea
from schemas.person import Person
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import changing_in
from server.core.runtime import Runtime
from server.organisation.units import handing_over
from server.organisation.units.handing_over import change_tree
from tests.organisation.units.test_leaving_office import an_idea
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.scene import make_person
from tests.support.site import Site
from workers import lease

LED = "SELECT person.name FROM idea LEFT JOIN person ON person.id = leader_id WHERE idea.id = $1"
OUT = "SELECT count(*) FROM idea WHERE leader_id = $1 AND board_id = $2"


async def left_by_a_version_before(cast: Cast, successor: str | None, ideas: int = 1) -> list[Idea]:
    """Leo was replaced, and nothing followed from it."""
    leo = await cast.leo()
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 200
    held = [await an_idea(cast, answer_by=clock.now()) for _ in range(ideas)]
    held += [await an_idea(cast, status) for status in (Status.IN_PROGRESS, Status.EVALUATED)]
    async with cast.database.begin() as session:
        person = (
            await make_person(session, f"nina-{cast.board.id}@region.test", successor, "Chef") if successor else None
        )
        unit = await session.get_one(Unit, cast.board.unit_id)
        unit.leader_id = person.id if person else None
        session.add(Agreement(idea_id=held[0].id or 0, leader_id=cast.people["Leo"].id))
        session.add(Owner(idea_id=held[-2].id or 0, person_id=cast.people["Leo"].id, name="Leo Bach"))
        # Somebody of another organisation owns an idea too: that goes with no office.
        lars = await make_person(session, f"lars-{cast.board.id}@region.test", "Lars Juhl", "Direktør")
        session.add(Owner(idea_id=held[-2].id or 0, person_id=lars.id, name="Lars Juhl", mail=lars.mail))
    return held


async def sweep(cast: Cast, site: Site) -> None:
    """The hour has struck, and a worker does what is due."""
    await rows(cast.database.url, "DELETE FROM job WHERE kind IN ('offices', 'every:offices_left')")
    async with cast.database.begin() as session:
        await lease.plant(session, "every:offices_left", clock.now())
    await do_due(cast.database, site.settings)


@pytest.mark.parametrize("successor", ["Nina Krog", None])
async def test_what_a_version_before_left_is_handed_over(successor: str | None, cast: Cast, site: Site) -> None:
    waits, worked, over = await left_by_a_version_before(cast, successor)
    for _ in range(2):
        await sweep(cast, site)
        led = {idea.id: (await rows(cast.database.url, LED, idea.id))[0][0] for idea in (waits, worked, over)}
        assert led == {waits.id: successor, worked.id: successor, over.id: "Leo Bach"}
        agreed = await rows(cast.database.url, "SELECT leader_id FROM agreement WHERE idea_id = $1", waits.id)
        assert (agreed[0][0] is not None) == (successor is not None)
        seat = "SELECT removed_at FROM seat WHERE board_id = $1 AND person_id = $2"
        assert (await rows(cast.database.url, seat, cast.board.id, cast.people["Leo"].id))[0][0] is not None
        owners = await rows(cast.database.url, "SELECT name FROM owner WHERE idea_id = $1 ORDER BY name", worked.id)
        assert [row[0] for row in owners] == ["Lars Juhl"], "somebody has it still, and whoever led has it no more"
        told = "SELECT count(*) FROM moment WHERE idea_id = $1 AND kind = 'new_leader'"
        assert (await rows(cast.database.url, told, waits.id))[0][0] == (1 if successor else 0), "it is said once"


async def test_it_takes_a_few_at_a_time(cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    held = await left_by_a_version_before(cast, "Nina Krog", ideas=5)
    monkeypatch.setattr(handing_over, "MOST", 2)
    leo = cast.people["Leo"].id
    async with cast.database.begin() as session, changing_in(session, cast.board.id or 0) as change:
        assert await handing_over.settle(change)
    assert (await rows(cast.database.url, OUT, leo, cast.board.id))[0][0] == len(held) - 2
    await sweep(cast, site)
    assert (await rows(cast.database.url, OUT, leo, cast.board.id))[0][0] == 1, "what is over stays as it was"


async def test_a_board_under_another_unit_is_handed_over_too(cast: Cast, site: Site) -> None:
    idea, leo, runtime = await an_idea(cast, answer_by=clock.now()), await cast.leo(), site.app.state.runtime
    assert isinstance(runtime, Runtime)
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 200
    async with cast.database.begin() as session:
        nina = await make_person(session, f"nina-{cast.board.id}@region.test", "Nina Krog", "Chef")
        above = (await session.get_one(Unit, cast.board.unit_id)).parent_id
        session.add(Unit(kind=UnitKind.DEPARTMENT, name="En anden afdeling", parent_id=above, leader_id=nina.id))
        ada = (await session.execute(select(Person).where(Person.id == cast.people["Ada"].id))).scalar_one()
    async with change_tree(runtime, ada) as tree:
        other = next(unit for unit in tree.units.values() if unit.name == "En anden afdeling")
        (await tree.session.get_one(Board, cast.board.id)).unit_id = other.id
    assert (await rows(cast.database.url, LED, idea.id))[0][0] == "Nina Krog"
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 404


def test_there_is_one_way_to_change_who_answers() -> None:
    """Only `change_tree` gives a tree to change; colours, which change nothing of it, take their own."""
    taken = set()
    for path in Path("server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "of" and ast.unparse(node.value) == "Tree":
                taken.add(str(path))
    assert taken == {"server/organisation/units/handing_over.py", "server/organisation/colours/commands.py"}
