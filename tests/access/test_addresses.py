"""S6: what counts for an address, and what an address is."""

import asyncio

import pytest
from limits import RateLimitItemPerMinute

from schemas.format import Phase
from server.core.database import Database
from server.web.rate_limits import PROBES, Budget, network_of
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.site import Site

PATHS = ("/nobody/is/looked/up", "/", "/screen/x", "/follow/x", "/i/x", "/login/x", "/privatliv", "/m/x")


@pytest.mark.parametrize("path", PATHS)
async def test_a_cookie_that_nobody_found_counts_for_its_address(path: str, site: Site, wire: Browser) -> None:
    """Whatever it asks for, an address that does not exist among it: also where nobody is looked up."""
    budget: Budget = site.app.state.budget
    usual, budget.address = budget.address, RateLimitItemPerMinute(20)
    try:
        for number in range(20):
            cookie = f"peerboard=made-up-{path}-{number}" if number % 2 else f"peerboard=always-{path}"
            sent = {"Cookie": cookie, "X-Forwarded-For": "10.19.0.1"}
            assert (await wire.get(path, headers=sent)).status_code != 429
        for cookie in (f"peerboard=made-up-{path}-20", f"peerboard=always-{path}", ""):
            sent = {"X-Forwarded-For": "10.19.0.1"} | ({"Cookie": cookie} if cookie else {})
            assert (await wire.get(path, headers=sent)).status_code == 429
        assert (await wire.get(path, headers={"X-Forwarded-For": "10.19.0.2"})).status_code != 429
    finally:
        budget.address = usual
        await budget._counts.reset()


async def test_whoever_is_known_costs_the_address_nothing(site: Site, wire: Browser, database: Database) -> None:
    """After a restart everybody is looked up anew: those who are found must not use up what strangers have."""
    world = await World.make(wire, database, Phase.REVEAL)
    budget: Budget = site.app.state.budget
    usual, budget.address = budget.address, RateLimitItemPerMinute(2)
    try:
        for who in ("ben", "rie", "finn", "olga", "ada", "leo"):
            budget._known.clear()
            answer = await world.get(who, f"/m/{world.values['meeting']}", X_Forwarded_For="10.18.0.1")
            assert answer.status_code == 200, who
        assert [(await wire.get("/", headers={"X-Forwarded-For": "10.18.0.1"})).status_code for _ in range(3)] == [
            *(200, 200, 429)
        ]
    finally:
        budget.address = usual


async def test_probes_are_counted_apart(wire: Browser) -> None:
    """A flood of them is refused; what is sent through a proxy does not use up what the proxy asks for itself."""
    handed_on = {"X-Forwarded-For": "10.17.0.1"}
    asked = await asyncio.gather(*(wire.get("/healthz", headers=handed_on) for _ in range(3 * PROBES.amount)))
    assert {answer.status_code for answer in asked} == {200, 429}
    assert (await wire.get("/readyz")).status_code == 200


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
async def test_an_address_is_a_house(host: str, counted: str) -> None:
    assert network_of(host) == counted
