"""R4: a page that followed the events equals a page freshly loaded, for every event and every page that is live."""

import pytest

import server.app  # noqa: F401 - declares pages and events
from schemas.event import EventBase
from server.live.pages import PAGES, SILENT
from tests.live.mirroring import CASES, load_cases, open_scene
from tests.support.cast import Cast
from tests.support.site import Site

load_cases()


@pytest.mark.parametrize("kind", sorted(EventBase.KINDS))
async def test_every_page_shows_what_a_fresh_load_shows_after(kind: str, site: Site, cast: Cast) -> None:
    assert kind in CASES, f"{kind} has no case here: how does it come about, and what do the pages show then?"
    before, act = CASES[kind]
    scene, watching = await open_scene(site, cast, before)
    head = len(await watching.events())
    await act(scene)
    assert kind in await watching.events(head), "the case does not bring its event about"
    await watching.mirror()
    await watching.close()


def test_every_event_is_shown_on_some_page_or_declared_silent() -> None:
    shown = {kind for page in PAGES.values() for region in page.regions.values() for kind in region.events}
    assert set(EventBase.KINDS.values()) == shown | set(SILENT)
    assert not shown & set(SILENT), "an event that is shown is not silent"
    assert all(SILENT.values()), "why is it silent?"
