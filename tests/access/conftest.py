"""What the tests of this folder share."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.core.database import Database
from server.ops.embedded import Valkey
from server.web.wrong_codes import WrongCodes
from tests.access.stage import Stage
from tests.access.world import wire_to
from tests.support.browser import Browser
from tests.support.site import SECRET, Site


@pytest.fixture(scope="module")
async def wire(site: Site) -> AsyncIterator[Browser]:
    """A browser of nobody, to ask with anybody's cookie."""
    async with wire_to(site.url) as browser:
        yield browser


@pytest.fixture(scope="module")
async def stage(site: Site, wire: Browser, database: Database) -> AsyncIterator[Stage]:
    """A world that is made once for many tests and put back for each."""
    connection = await asyncpg.connect(database.url)
    prepared = await Stage(site, wire, database, connection).prepare()
    yield prepared
    await prepared.leave()
    await connection.close()


@pytest.fixture(scope="module")
async def wrong_codes(valkey: Valkey) -> AsyncIterator[WrongCodes]:
    """What is counted in Redis."""
    shared = WrongCodes(SECRET, valkey.url)
    yield shared
    await shared.close()


@pytest.fixture(autouse=True)
async def forgiven(wrong_codes: WrongCodes) -> AsyncIterator[None]:
    """What a test counts there against its address is forgotten after it: all tests come from one."""
    yield
    await wrong_codes.forget()
