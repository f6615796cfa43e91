"""Lighthouse on the pages that members see, as an old phone on a slow line sees them."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.judges import complaints, lighthouse
from tests.browser.pages import every_page
from tests.browser.tour import Tour
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
LEAST = {"accessibility": 100, "best-practices": 100}
QUICK = {"performance": 95}
"""A score that is made of times, and so for a machine that does nothing else."""


@pytest.mark.parametrize(
    "least",
    [pytest.param(LEAST, marks=pytest.mark.slow), pytest.param(QUICK, marks=pytest.mark.soak)],
    ids=["sound", "quick"],
)
async def test_members_pages_are_light_and_open_to_all(
    cast: Cast, browser: Browser, tmp_path: Path, least: dict[str, int]
) -> None:
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    poor: dict[str, object] = {}
    seen: dict[str, dict[str, float]] = {}
    async for name, path, _ in every_page(tour):
        member = name.startswith(("room", "story", "/j/")) or name == "/"
        if not member:
            continue
        cookie = tour.members[1].cookie if tour.members else ""
        seen[name] = await lighthouse(cast.url + path, cookie, tmp_path)
        if any(seen[name][each] < most for each, most in least.items()):
            poor[name] = seen[name], complaints(tmp_path / "report.json")
    await tour.close()
    print(*(f"{name}: {scores}" for name, scores in seen.items()), sep="\n")
    assert len(seen) >= 12
    assert not poor
