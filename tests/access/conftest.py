"""What the tests of this folder share."""

from collections.abc import AsyncIterator

import pytest

from tests.access.world import wire_to
from tests.support.browser import Browser
from tests.support.site import Site


@pytest.fixture(scope="module")
async def wire(site: Site) -> AsyncIterator[Browser]:
    """A browser of nobody, to ask with anybody's cookie."""
    async with wire_to(site.url) as browser:
        yield browser
