"""The example has minutes of its earlier meetings, which say who came, and a meeting that begins now."""

import sys

import pytest
from sqlmodel import select

from schemas.minutes import Minutes
from schemas.person import Person
from server.core.database import Database
from server.core.settings import Settings
from server.ops.demo.seed import seed
from server.views.home.queries import meeting_today
from tests.support.site import SECRET


async def test_the_minutes_of_the_example_say_how_many_came(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["server.ops.demo.seed"], "get_settings", lambda: Settings(secret=SECRET))
    links = await seed(database)
    async with database.snapshot() as session:
        written = list((await session.execute(select(Minutes))).scalars())
        ada = (await session.execute(select(Person).where(Person.coordinator))).scalar_one()
        today = await meeting_today(session, ada)
    assert today is not None
    assert links.screen.endswith(today.screen_token), (
        "the coordinator's link leads to the meeting that the others are for"
    )
    assert len(written) == 2
    for minutes in written:
        assert minutes.approved_version == minutes.version
        assert minutes.parts[0]["joined"] == 10
