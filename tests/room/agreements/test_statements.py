"""The last two phases ask the database as often for sixty chosen ideas as for five."""

from typing import Any

import pytest

from schemas.format import Phase
from server.core.database import Database
from tests.house.counting import FEW, MANY, Scene, count, fill, gather, get
from tests.room.agreements.scene import words
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.site import Site

PAGES = {
    "room": get("/m/{M}"),
    "mine": get("/m/{M}/mine"),
    "desk": get("/m/{M}/desk", "ada"),
    "screen": get("/screen/{S}"),
    "answers": get("/answers", "leo"),
}
MORE = {"agree": 4, "close": 3, "over": 5}
"""At the most so many statements more than in `propose`; for an hour, two ask whether it can be opened again."""


async def put(database: Database, cast: Cast, step: str) -> None:
    """The meeting is in a step, with all ideas chosen; in the last one every idea is with the leader."""
    status = "prioritised" if step == "agree" else "review"
    await rows(database.url, "UPDATE idea SET status = $2 WHERE board_id = $1", cast.board.id, status)
    phase = Phase.CLOSE if step == "over" else Phase(step)
    await rows(database.url, "UPDATE meeting SET phase = $2 WHERE id = $1", cast.meeting.id, phase.value)
    if step == "over":
        await rows(database.url, "UPDATE meeting SET ended_at = now() WHERE id = $1", cast.meeting.id)


@pytest.mark.parametrize("step", MORE)
async def test_a_page_takes_as_many_statements_for_many_as_for_few(
    step: str, cast: Cast, database: Database, site: Site
) -> None:
    at = await gather(cast, database)
    await fill(database, cast, FEW)
    before = {name: len(await count(site, do, at)) for name, do in PAGES.items()}
    await put(database, cast, step)
    few = {name: await count(site, do, at) for name, do in PAGES.items()}
    await rows(database.url, "UPDATE idea SET number = -id WHERE number > 999")
    await fill(database, cast, MANY - FEW)
    await put(database, cast, step)
    many = {name: await count(site, do, at) for name, do in PAGES.items()}
    print(step, {name: (before[name], len(texts)) for name, texts in few.items()})
    assert many == few, "the number grows"
    assert all(len(few[name]) <= before[name] + MORE[step] for name in PAGES)


async def test_agreeing_and_sending_takes_as_many(cast: Cast, database: Database, site: Site) -> None:
    taken = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-agree-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        await put(database, other, "agree")

        async def send(at: Scene, told: dict[str, object] = words(other, do="send")) -> Any:
            return await at.ada.post(f"/ideas/{at.idea}/agreement", told)

        taken.append(await count(site, send, at))
        await other.leave()
    print(len(taken[0]))
    assert taken[0] == taken[1]
    assert len(taken[0]) <= 26, "\n".join(taken[0])
