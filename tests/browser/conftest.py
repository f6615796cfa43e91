"""One Chromium for all browser tests; devices that are closed at the end of a test, and held to have had no faults."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser

from tests.browser.chromium import Device, chromium, chromium_is_there
from tests.support.cast import Cast

New = Callable[..., Awaitable[Device]]


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """The one Chromium."""
    if not chromium_is_there():
        pytest.skip("there is no Chromium: run scripts/browser")
    async with chromium() as started:
        yield started


@pytest.fixture
async def device(browser: Browser, cast: Cast) -> AsyncIterator[New]:
    """Makes devices: `await device(width=360)`; with `who` they have that person's cookies. Faults fail the test."""
    made: list[Device] = []

    async def new(who: object = None, *, base: str = "", **options: object) -> Device:
        fresh = await Device.new(browser, base or cast.url, **options)  # type: ignore[arg-type]
        made.append(fresh)
        if who is not None:
            await fresh.cookies_of(who.cookie)  # type: ignore[attr-defined]
        return fresh

    yield new
    for each in made:
        await each.context.close()
    assert not [fault for each in made for fault in each.faults]
