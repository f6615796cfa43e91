"""A provider that speaks for the organisation of each test's cast, a second one that asks for more, and a server that
knows both."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.ops.embedded import Valkey
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.support.site import Site

ORGANISATION = "the-organisation-of-the-test"
FILE = """
[nord]
name = "Region Nord"
issuer = "{url}"
client_id = "{client}"
client_secret_file = "{secret}"
organisation = "{organisation}"
domains = ["region.test"]
{more}
[nord.groups]
"pb-koordinatorer" = {{ role = "coordinator", unit = "{organisation}" }}
"pb-hospitalsledelsen" = {{ role = "leader", unit = "the-hospital-of-the-test" }}
"""
LEVEL = "urn:example:substantial"


def written(folder: Path, provider: IdentityProvider, more: str = "") -> Path:
    """A file that names the provider."""
    secret, file = folder / "secret", folder / "providers.toml"
    secret.write_text(SECRET)
    told = {"url": provider.url, "client": CLIENT, "secret": secret, "organisation": ORGANISATION, "more": more}
    file.write_text(FILE.format(**told))
    return file


@pytest.fixture(scope="module")
async def provider(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[IdentityProvider]:
    """A real one, in a process of its own."""
    started = await IdentityProvider(tmp_path_factory.mktemp("provider")).start()
    yield started
    await started.stop()


@pytest.fixture(scope="module")
async def site(
    database_url: str,
    valkey: Valkey,
    clock_file: Clock,
    provider: IdentityProvider,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Site]:
    """A server that knows the provider."""
    file = written(tmp_path_factory.mktemp("providers"), provider)
    started = await Site.at(database_url, valkey.url, providers=str(file)).start()
    yield started
    await started.stop()


@dataclass
class Door:
    """The way in through a provider."""

    provider: IdentityProvider
    url: str

    async def question(self, browser: Browser, way: str = "nord") -> str:
        """Press the button; where the browser is sent."""
        (button,) = (await browser.page("/login")).select("//main//a[starts-with(@href, '/login/with/')]")
        assert button.get("href") == f"/login/with/{way}"
        answer = await browser.get(button.get("href"))
        assert answer.status_code == 303
        return str(answer.headers["location"])

    async def through(self, browser: Browser, subject: str) -> tuple[int, str]:
        """Go there and back as `subject`: the status, and the sentence or where one is led."""
        back = await self.provider.consent(await self.question(browser), subject)
        return await self.back(browser, back)

    async def back(self, browser: Browser, back: str) -> tuple[int, str]:
        """Come back."""
        answer = await browser.get(back)
        return answer.status_code, answer.headers.get("location") or answer.text


@pytest.fixture
async def door(provider: IdentityProvider, cast: Cast, database_url: str) -> Door:
    """The provider speaks for the organisation of `cast`, and tells the truth."""
    await rows(database_url, "UPDATE unit SET public_id = md5(random()::text) WHERE length(public_id) > 22 RETURNING 1")
    query = """WITH RECURSIVE up AS (SELECT id, parent_id FROM unit WHERE id = $1
        UNION SELECT unit.id, unit.parent_id FROM unit JOIN up ON unit.id = up.parent_id)
        UPDATE unit SET public_id = CASE kind WHEN 'region' THEN $2 ELSE 'the-' || kind || '-of-the-test' END
        WHERE id IN (SELECT id FROM up) RETURNING 1"""
    await rows(database_url, query, cast.board.unit_id, ORGANISATION)
    await provider.twist()
    return Door(provider, cast.url)
