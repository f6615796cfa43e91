"""S3: whoever is removed, leaves or signs out is sent away within two seconds, on every server, however they follow."""

from collections.abc import AsyncIterator

import pytest

from server.ops.embedded import Valkey
from tests.support.cast import Cast
from tests.support.member import Member, Staff
from tests.support.poll import Poll
from tests.support.site import Site
from tests.support.stopwatch import Stopwatch
from tests.support.stream import Stream

REMOVED = 4403


@pytest.fixture(scope="module")
async def second(database_url: str, valkey: Valkey, site: Site) -> AsyncIterator[Site]:
    """Another server on the same database."""
    started = await Site.at(database_url, valkey.url).start()
    yield started
    await started.stop()


async def devices(cast: Cast, who: Member, second: Site) -> list[Stream]:
    """The same cookie on two servers, by socket and by poll."""
    here, there = await who.stream(), await Poll(who, who.room).open()
    other = Member(second.url)
    other.meeting = who.meeting
    for cookie in who.http.cookies.jar:
        other.http.cookies.set(cookie.name, cookie.value or "", domain="127.0.0.1")
    cast.devices[f"{who.name} elsewhere"] = other
    return [here, there, await other.stream(), await Poll(other, who.room).open()]


async def ended(streams: list[Stream]) -> bool:
    """All of them were told so."""
    return [await stream.closed() for stream in streams] == [REMOVED] * len(streams)


async def still_there(streams: list[Stream], ada: Staff) -> bool:
    """Nobody was sent away: each still hears of what happens now, which comes after whatever they were sent before."""
    assert (await ada.post(f"{ada.room}/timer", {"do": "start", "minutes": 5})).status_code == 303
    for stream in streams:
        await stream.until(lambda page: page.element("timer").get("data-ends"), what="the timer")
    return all(stream.code is None for stream in streams)


async def closed(streams: list[Stream]) -> None:
    for stream in streams:
        await stream.close()


async def test_a_removed_seat(cast: Cast, second: Site) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    mine, others = await devices(cast, ben, second), await devices(cast, rie, second)
    seat = (await ben.look()).at("seat")
    await ada.remove(seat)
    assert await ended(mine)
    assert (await ben.get(ben.room)).status_code == 404
    assert (await ben.propose("Efter")).status_code == 404
    assert await still_there(others, ada), "somebody else was sent away too"
    late = await ben.get(f"/poll?page=meeting&id={ben.meeting}&at=")
    assert late.status_code == 404
    await closed([*mine, *others])


async def test_leaving_ends_this_browser_and_not_the_other_device(cast: Cast, second: Site) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    mine = await devices(cast, ben, second)
    code = (await ben.land()).text.split("Din returkode er ")[1].split(".")[0]
    tablet = cast.devices["tablet"] = Member(second.url)
    tablet.meeting = ben.meeting
    assert (await tablet.post("/return", {"code": code})).status_code == 303
    other = await tablet.stream()
    await ben.leave()
    assert await ended(mine)
    assert await still_there([other], ada), "the seat's other device was sent away"
    assert (await tablet.look()).at("seat")
    await closed([*mine, other])


async def test_signing_out_ends_the_desk_on_every_server(cast: Cast, second: Site) -> None:
    ada = await cast.ada()
    mine = await devices(cast, ada, second)
    desk = await ada.stream(f"{ada.room}/desk")
    assert (await ada.post("/logout")).status_code == 303
    assert await ended([*mine, desk])
    await closed([*mine, desk])


@pytest.mark.soak
async def test_within_two_seconds(cast: Cast, second: Site) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    mine = await devices(cast, ben, second)
    await ada.remove((await ben.look()).at("seat"))
    with Stopwatch() as watch:
        assert await ended(mine)
    assert watch.seconds <= 2
    await closed(mine)
