"""Seats: taken, changed, removed, come back to."""

from tests.live.cases.meetings import voted
from tests.live.mirroring import Scene, case
from tests.support.member import Member, took


@case("SeatJoined")
async def _(at: Scene) -> None:
    await at.cast.guests_join(2)


@case("SeatChanged", before=voted)
async def _(at: Scene) -> None:
    ada, seat = await at.cast.ada(), (await at.cast.devices["Medlem 2"].look()).at("seat")
    assert took(await ada.post(f"/seats/{seat}/name", {"name": "Et nyt navn"}))
    assert took(await ada.post(f"/seats/{seat}/scribe", {"scribe": "1"}))


@case("SeatRemoved", before=voted)
async def _(at: Scene) -> None:
    seat = (await at.cast.devices["Medlem 2"].look()).at("seat")
    assert took(await (await at.cast.ada()).remove(seat))


@case("SeatReturned", before=voted)
async def _(at: Scene) -> None:
    landing = await at.cast.devices["Medlem 3"].land()
    code = landing.element("return-code").text_content().split("er ")[1].split(".")[0]
    at.cast.devices["other device"] = other = Member(at.cast.url)
    assert took(await other.post("/return", {"code": code}))
