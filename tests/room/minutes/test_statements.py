"""The minutes ask the database as often for sixty ideas as for five, and so does ending a meeting."""

from typing import Any

import pytest

from server.core.database import Database
from tests.house.counting import FEW, MANY, Scene, count, fill, gather, get
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.site import Site

PAGES = {
    "read": (get("/m/{M}/minutes", "ada"), 11),
    "edit": (get("/m/{M}/minutes/edit", "ada"), 9),
    "approval": (get("/m/{M}/minutes/approval", "ada"), 9),
    "letters": (get("/m/{M}/minutes/letters", "ada"), 12),
    "pdf": (get("/m/{M}/minutes.pdf", "ada"), 11),
}
"""At the most so many statements."""
END = 32


async def end(at: Scene) -> Any:
    return await at.ada.post(f"/m/{at.cast.meeting.public_id}/end")


async def save(at: Scene) -> Any:
    return await at.ada.post(f"/m/{at.cast.meeting.public_id}/minutes", {"words-other": "Tak.", "shown-ideas": "1"})


@pytest.mark.long
async def test_ending_reading_and_saving_take_as_many_for_many_as_for_few(
    cast: Cast, database: Database, site: Site
) -> None:
    taken = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-minutes-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        chosen = "UPDATE idea SET status = 'prioritised' WHERE meeting_id = $1 AND id % 2 = 0"
        await rows(database.url, chosen, other.meeting.id)
        found = {"end": await count(site, end, at)}
        found |= {name: await count(site, do, at) for name, (do, _) in PAGES.items()}
        found["save"] = await count(site, save, at)
        taken.append(found)
        await other.leave()
        await rows(database.url, "UPDATE idea SET number = -id WHERE number > 999")
    few, many = taken
    print({name: len(texts) for name, texts in few.items()})
    assert many == few, "the number grows"
    assert len(few["end"]) <= END, "\n".join(few["end"])
    for name, (_, most) in PAGES.items():
        assert len(few[name]) <= most, (name, few[name])
    assert len(few["save"]) <= 12, few["save"]
