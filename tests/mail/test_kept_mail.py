"""The demo's page with the mail that was kept: there under its secret address, and nowhere else."""

from collections.abc import AsyncIterator

import pytest

from server.core.database import Database
from server.mail.outbox import post
from server.ops.embedded import Valkey
from tests.support.browser import Browser
from tests.support.clock import Clock
from tests.support.site import Site

SECRET = "a-secret-address-of-the-demo"


@pytest.fixture
async def site(
    request: pytest.FixtureRequest, database_url: str, valkey: Valkey, clock_file: Clock
) -> AsyncIterator[Site]:
    """A server with the settings that the test names."""
    started = await Site.at(database_url, valkey.url, **request.param).start()
    yield started
    await started.stop()


@pytest.mark.parametrize("site", [{"demo": True, "demo_mail_secret": SECRET}], indirect=True)
async def test_the_newest_first_with_links(site: Site, database: Database) -> None:
    async with database.begin() as session:
        for number in (1, 2):
            body = f"Svar her:\n{site.url}/answers?n={number}\n<script>alert(1)</script>\n"
            await post(session, "leo@region.test", f"Emne {number}", body, f"<{number}@test>")
    async with Browser(site.url) as browser:
        page = await browser.page(f"/mail/{SECRET}")
        assert [heading.text_content() for heading in page.select("//article/h2")] == ["Emne 2", "Emne 1"]
        assert page.select(f"//article//a[@href='{site.url}/answers?n=1']")
        assert not page.select("//article//script")
        for other in ("wrong", SECRET[:-1], SECRET + "x"):
            assert (await browser.get(f"/mail/{other}")).status_code == 404


@pytest.mark.parametrize(
    "site",
    [{"demo": False, "demo_mail_secret": SECRET}, {"demo": True}, {"demo": True, "demo_mail_secret": ""}],
    indirect=True,
)
async def test_not_outside_the_demo(site: Site) -> None:
    async with Browser(site.url) as browser:
        assert (await browser.get(f"/mail/{SECRET}")).status_code == 404
        assert (await browser.get("/mail/")).status_code == 404
