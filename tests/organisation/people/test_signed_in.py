"""Staff are signed out by themselves: after hours without doing anything, and after days in all. What they typed is
kept, a member never is, and no meeting is cut short."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from server.core import clock as product_clock
from server.core.devices import device_of
from server.core.settings import Settings
from server.ops.embedded import Valkey
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Staff, took
from tests.support.site import STAY, Site
from tests.support.waiting import until

REMOVED = 4403
USED = "SELECT used_at, device, signed_in_until FROM browser_session WHERE person_id = $1"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture(scope="module")
async def site(database_url: str, valkey: Valkey, clock_file: Clock) -> AsyncIterator[Site]:
    """A server with the limits that the product has by itself."""
    days = {name: Settings.model_fields[name].default for name in STAY}
    started = await Site.at(database_url, valkey.url, **days).start()
    yield started
    await started.stop()


def used_since(cast: Cast, who: str) -> Callable[[], Awaitable[bool]]:
    """A condition: the last use of somebody's one browser has been written anew since this was called first."""
    before: list[object] = []

    async def later() -> bool:
        now = (await rows(cast.database.url, USED, cast.people[who].id))[0]["used_at"]
        before.append(now)
        return bool(now != before[0])

    return later


async def used_within_the_hour(cast: Cast, who: str) -> bool:
    """Whether somebody's account says so too: it is written after the browser's row, in a transaction of its own."""
    person = (await rows(cast.database.url, "SELECT used_at FROM person WHERE id = $1", cast.people[who].id))[0]
    return bool(person["used_at"] and person["used_at"] > product_clock.now() - timedelta(hours=1))


async def goes_on(cast: Cast, who: str, clock: Clock, act: Callable[[], Awaitable[object]], hours: float = 11) -> None:
    """So many hours later somebody does something, which is written down."""
    later = used_since(cast, who)
    await later()
    clock.ahead(timedelta(hours=hours))
    await act()
    await until(later, what="the last use to be written")


async def test_hours_without_use_sign_out_and_what_was_typed_is_kept(cast: Cast, clock: Clock) -> None:
    leo, ben = await cast.leo(), await cast.ben()
    leo.http.headers["User-Agent"] = FIREFOX
    await leo.sign_in(await cast.link_for("Leo"))
    kept = (await rows(cast.database.url, USED, cast.people["Leo"].id))[0]
    assert kept["device"] == "Firefox/Windows"
    for _ in range(2):
        await goes_on(cast, "Leo", clock, lambda: leo.page("/account"))
    await until(lambda: used_within_the_hour(cast, "Leo"), what="it to be written where it stays when the session goes")
    form = (await leo.page("/account")).form("/account")
    clock.ahead(timedelta(hours=13))
    for path in ("/account", "/boards", f"/b/{cast.board.public_id}", f"/ideas/{cast.board.public_id}"):
        assert (await leo.get(path)).headers["location"] == f"/login?coming={path}", path
    assert "Det er længe siden" in (await leo.page("/login")).text
    assert "Det er længe siden" not in (await (await cast.cleo()).page("/login")).text
    assert (await leo.get("/account", headers={"HX-Request": "true"})).status_code == 404, "a page that fetches a part"
    answer = await leo.submit(form, {"name": "Leo Bach-Holm", "title": "Vicedirektør"})
    assert answer.status_code == 401
    assert "Log ind igen" in answer.text
    by_script = await leo.post("/account", {"title": "Vicedirektør"}, HX_Request="true")
    assert by_script.status_code == 401
    assert 'href="/login"' in by_script.text
    assert (await ben.get(ben.room)).status_code == 200, "a member stays"
    again = (await leo.follow(answer)).form("#again")
    await leo.sign_in(await cast.link_for("Leo"))
    assert took(await leo.submit(again))
    assert (await leo.page("/account")).form("/account").fields["title"] == "Vicedirektør"


async def test_days_in_all_sign_out_whatever_one_does(cast: Cast, clock: Clock) -> None:
    leo = await cast.leo()
    aged = "UPDATE browser_session SET signed_in_at = signed_in_at - interval '29 days 18 hours' WHERE person_id = $1"
    await rows(cast.database.url, aged, cast.people["Leo"].id)
    await goes_on(cast, "Leo", clock, lambda: leo.page("/account"), 5)
    clock.ahead(timedelta(hours=2))
    assert (await leo.get("/boards")).headers["location"].startswith("/login")


async def test_a_meeting_under_way_is_never_cut_short(cast: Cast, clock: Clock) -> None:
    ada, bo = await cast.ada(), await cast.bo()
    desk = await ada.stream(f"{ada.room}/desk")

    async def rests() -> None:
        """Nothing is done; the page is open."""

    for _ in range(2):
        await goes_on(cast, "Ada", clock, rests)
    assert (await bo.get(f"{bo.room}/desk")).headers["location"].startswith("/login"), "who has nothing open"
    aged = "UPDATE browser_session SET signed_in_at = signed_in_at - interval '29 days' WHERE person_id = $1"
    await rows(cast.database.url, aged, cast.people["Ada"].id)
    for hours in (0.1, 0.4, 0.4, 0.4, 0.4, 0.4):
        await goes_on(cast, "Ada", clock, rests, hours)
    assert desk.code is None
    assert (await ada.get(f"{ada.room}/desk")).status_code == 200, "after thirty days"
    assert took(await ada.post(f"{ada.room}/end"))
    clock.ahead(timedelta(hours=13))
    assert await desk.closed() == REMOVED
    await desk.close()


async def test_who_joins_where_somebody_was_signed_in_is_a_member_alone(cast: Cast, clock: Clock) -> None:
    leo = await cast.leo()
    clock.ahead(timedelta(hours=13))
    await Staff.join(leo, cast.meeting.join_token, "patient", "Ny")
    assert not await rows(cast.database.url, USED, cast.people["Leo"].id), "nobody's account came along"
    assert (await leo.get("/boards")).status_code == 404


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (FIREFOX, "Firefox/Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Safari/604.1", "Safari/iPad"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/142.0 Safari/537 Edg/142.0", "Edge/Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/142.0 Mobile Safari/537", "Chrome/Android"),
        ("curl/8.1", ""),
    ],
)
def test_a_device_is_two_plain_words(said: str, named: str) -> None:
    assert device_of(said) == named
