"""The example has minutes of its earlier meetings, and they say who came."""

import sys

import pytest
from sqlmodel import select

from schemas.minutes import Minutes
from server.core.database import Database
from server.core.settings import Settings
from server.ops.demo.seed import seed
from tests.support.site import SECRET


async def test_the_minutes_of_the_example_say_how_many_came(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["server.ops.demo.seed"], "get_settings", lambda: Settings(secret=SECRET))
    await seed(database)
    async with database.snapshot() as session:
        written = list((await session.execute(select(Minutes))).scalars())
    assert len(written) == 2
    for minutes in written:
        assert minutes.approved_version == minutes.version
        assert minutes.parts[0]["joined"] == 10
