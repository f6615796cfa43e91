"""S5: who may follow which page, by socket and by poll."""

import pytest

from schemas.codes import new_token
from schemas.format import Phase
from server.live.pages import PAGES as LIVE
from tests.access.handshake import ACCEPTED, shake
from tests.access.row import EVERYBODY
from tests.access.stage import Stage
from tests.access.table import PAGES
from tests.access.world import World
from tests.support.site import Site

REFUSED = 4403


async def test_every_live_page_has_a_row(site: Site) -> None:
    assert set(LIVE) == set(PAGES), "say in tests/access/table.py who may follow the page"


async def followed(world: World, who: str, page: str, ident: str) -> tuple[str | int, int]:
    """What came of the socket, and the status of the poll."""
    path = f"page={page}&id={ident}&at="
    headers = world.sent(who, {"Origin": world.wire.origin})
    by_socket = await shake(f"{world.wire.base.replace('http', 'ws', 1)}/live?{path}", headers)
    return by_socket, (await world.get(who, f"/poll?{path}")).status_code


@pytest.mark.parametrize("page", PAGES)
async def test_who_may_follow(page: str, stage: Stage) -> None:
    world = await stage.world(Phase.REVEAL)
    value, allowed = PAGES[page]
    for who in EVERYBODY:
        expected = (ACCEPTED, 200) if who in allowed else (REFUSED, 404)
        assert await followed(world, who, page, world.values[value]) == expected, who
    assert await followed(world, "ada", page, new_token()) == (REFUSED, 404)


async def test_hidden_ideas_are_followed_by_their_proposer_only(stage: Stage) -> None:
    world = await stage.world(Phase.REVEAL)
    for who in EVERYBODY:
        expected = (ACCEPTED, 200) if who == "ben" else (REFUSED, 404)
        assert await followed(world, who, "idea", world.values["hidden"]) == expected, who


@pytest.mark.parametrize(
    ("page", "ident"), [("", "meeting"), ("answers", "meeting"), ("strange", "idea"), ("desk", "screen")]
)
async def test_other_pages_are_not_there(page: str, ident: str, stage: Stage) -> None:
    world = await stage.world(Phase.REVEAL)
    assert await followed(world, "ada", page, world.values[ident]) == (REFUSED, 404)


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_names_nothing_is_not_there(page: str, stage: Stage) -> None:
    world = await stage.world(Phase.REVEAL)
    assert await followed(world, "ada", page, "") == (REFUSED, 404)


async def test_when_the_meeting_is_over_its_people_may_still_read(stage: Stage) -> None:
    """Nobody is sent away: the page shows the result, and no act passes any more."""
    world = await stage.world(Phase.REVEAL, over=True)
    for who in ("ben", "ada", "olga"):
        assert await followed(world, who, "meeting", world.values["meeting"]) == (ACCEPTED, 200)
    assert await followed(world, "cleo", "meeting", world.values["meeting"]) == (REFUSED, 404)
