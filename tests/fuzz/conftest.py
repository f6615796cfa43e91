"""What the tests of this folder share."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.core.database import Database
from tests.access.stage import Stage
from tests.access.world import wire_to
from tests.support.site import Site


@pytest.fixture(scope="module")
async def stage(site: Site, database: Database) -> AsyncIterator[Stage]:
    """A world that is put back now and then."""
    connection = await asyncpg.connect(database.url)
    async with wire_to(site.url) as wire:
        yield await Stage(site, wire, database, connection).prepare()
    await connection.close()
