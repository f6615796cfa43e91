"""Every page of the product in every phase, each with the device that may see it."""

from collections.abc import AsyncIterator

from schemas.format import ALL_PHASES, Phase
from tests.browser.chromium import Device
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300, Tour

Stop = tuple[str, str, Device]
"""What it is, its path, and who looks."""
PHASES = tuple(phase.value for phase in ALL_PHASES if phase is not Phase.PROPOSE)


async def every_page(tour: Tour) -> AsyncIterator[Stop]:
    """All of them, in an order that a meeting could have; leaves the meeting ended."""
    guest, phone, staff = await tour.device(), await tour.device(), await tour.device()
    for path in ("/", "/login", f"/j/{tour.join}", "/nowhere"):
        yield path[:7], path, guest
    await tour.people()
    await phone.cookies_of(tour.members[1].cookie)
    await staff.cookies_of(tour.ada.cookie)
    room, screen = tour.members[1].room, f"/screen/{tour.screen}"
    tour.ada.meeting = tour.members[1].meeting
    three = (("room", room, phone), ("desk", f"{room}/desk", staff), ("screen", screen, guest))
    await tour.propose([*IDEAS, (TITLE_300, TEXT_4000[:4000])])
    for phase in ("propose", *PHASES):
        if phase != "propose":
            await tour.ada.phase(phase)
        for name, path, device in three:
            yield f"{name} in {phase}", path, device
        if phase == "vote":
            for name in ("paper", "paper/cards", "paper/slips", "invitations"):
                yield name, f"{room}/{name}", staff
            yield "seat", f"/seats/{(await tour.members[1].look()).at('seat')}", staff
            await tour.vote()
    mine = (await tour.members[1].look()).select("//article[starts-with(@id, 'mine-')]")
    yield "story", f"/ideas/{str(mine[0].get('id', ''))[5:]}", phone
    for path in ("/boards", "/answers"):
        yield path, path, staff
    boards = (await tour.ada.page("/boards")).select("//a[contains(@href, '/progress')]")
    yield "progress", str(boards[0].get("href", "")), staff
    await tour.ada.post(f"{room}/end")
    for name, path, device in three:
        yield f"{name} over", path, device
