"""Every page of the product in every phase, each with the device that may see it."""

import re
from collections.abc import AsyncIterator

from schemas.format import ALL_PHASES, Phase
from server.core import clock
from server.core.days import danish_day
from tests.browser.chromium import Device
from tests.browser.handing import handing_over
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300, Tour
from tests.support.member import took

Stop = tuple[str, str, Device]
"""What it is, its path, and who looks."""
PHASES = (Phase.PROPOSE, *(phase for phase in ALL_PHASES if phase is not Phase.PROPOSE))


async def every_page(tour: Tour) -> AsyncIterator[Stop]:
    """All of them, in an order that a meeting could have; leaves the meeting ended."""
    guest, phone, staff = await tour.device(), await tour.device(), await tour.device()
    for path in (
        "/",
        "/login",
        f"/j/{tour.join}",
        "/was",
        "/privatliv",
        "/hjaelp",
        "/hjaelp/koordinator",
        "/hjaelp/sager",
        "/nowhere",
        "/ideas/nowhere",
    ):
        yield path[:7], path, guest
    await tour.people()
    await phone.cookies_of(tour.members[1].cookie)
    await staff.cookies_of(tour.ada.cookie)
    room, screen = tour.members[1].room, f"/screen/{tour.screen}"
    tour.ada.meeting = tour.members[1].meeting
    three = (("room", room, phone), ("desk", f"{room}/desk", staff), ("screen", screen, guest))
    await tour.propose([*IDEAS, (TITLE_300, TEXT_4000[:4000])])
    for phase in PHASES:
        if phase is not Phase.PROPOSE:
            await tour.ada.phase(phase.value)
        await tour.act(phase)
        for name, path, device in three:
            yield f"{name} in {phase}", path, device
        if phase is Phase.VOTE:
            for name in ("paper", "paper/cards", "paper/slips"):
                yield name, f"{room}/{name}", staff
            await tour.vote()
    async for stop in around(tour, phone, staff):
        yield stop
    await tour.ada.post(f"{room}/end")
    for name, path, device in three:
        yield f"{name} over", path, device
    async for stop in afterwards(tour, guest, phone, staff):
        yield stop


async def asked_by_others(tour: Tour, unit: str, board: str, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """A case that a body has put, with what a member says about it: as members and the coordinator read it."""
    asked = {"unit": unit.split("/")[-1], "title": IDEAS[0][0], "text": IDEAS[0][1]}
    made = await tour.ada.post(f"{board}/consultations", asked | {"reply_by": danish_day(clock.now()).isoformat()})
    case, member = made.headers["location"].partition("?")[0], tour.members[1]
    assert took(await member.post(f"{member.room}{case}/comments", {"key": "case", "text": IDEAS[1][1]}))
    yield "case", case, phone
    yield "/answers of the case", case, staff


async def afterwards(tour: Tour, guest: Device, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """What comes of the meeting, and an evening of another format."""
    for more in (minutes(tour, phone, staff), handing_over(tour, guest, phone, staff)):
        async for stop in more:
            yield stop


def member_reads(name: str) -> bool:
    """Whether members, or people who may become members, meet the page."""
    return not name.startswith(
        ("screen", "desk", "/boards", "/answers", "members", "one of the members", "inviting members")
    )


async def minutes(tour: Tour, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """The minutes: as a draft, as they are corrected and approved, and as members read them."""
    path = f"{tour.ada.room}/minutes"
    for name in ("", "/edit", "/approval"):
        yield f"minutes{name}", path + name, staff
    await tour.ada.post(f"{path}/approval", {"version": 1})
    yield "minutes/letters", f"{path}/letters", staff
    yield "minutes read", path, phone


async def belongings(tour: Tour, path: str, phone: Device) -> AsyncIterator[Stop]:
    """All that is kept of a member: first the code is asked for, then it is open on this phone."""
    yield "belongings asked", path, phone
    member = tour.members[1]
    await tour.ada.post(f"/seats/{(await member.look()).at('seat')}/code-end")
    yield "belongings without a code", path, phone
    made = await member.follow(await member.post(f"{member.room}/return-code"))
    code = re.search(r"Din returkode er ([\w-]+)", made.text)
    assert code
    await phone.go(path)
    await phone.page.fill("#f-code", code[1])
    await phone.page.click("main form .button")
    await phone.page.wait_for_selector("#belongings-acts")
    yield "belongings", path, phone


async def listed(tour: Tour, board: str, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """The board's list: a member's own page, the coordinator's, and what a slip leads to."""
    yield "member asked", f"{board}/mine/member", phone
    assert took(await tour.members[1].post(f"{board}/mine/member", {"asking": "mail", "mail": "marie@hjem.test"}))
    yield "member listed", f"{board}/mine/member", phone
    for name, organisation in (("Kim", "Sind"), ("Bo", "")):
        told = {"name": name, "role": "relative", "organisation": organisation, "form": name}
        assert took(await tour.ada.post(f"{board}/members", told))
    yield "members", f"{board}/members", staff
    page = await tour.ada.page(f"{board}/members")
    one = str(page.select("//a[starts-with(@href, '/members/') and contains(., 'Kim')]")[0].get("href", ""))
    yield "one of the members", one, staff
    yield "inviting members", f"{tour.ada.room}/members", staff
    made = re.search(r'class="slip-code">([^<]+)<', (await tour.ada.post(f"{one}/slip")).text)
    assert made
    yield "saying yes", str((await tour.members[1].post("/code", {"code": made[1]})).headers["location"]), phone


async def enquiries(tour: Tour, unit: str, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """What a citizen asks: written down, on a slip, read and answered by staff, and on the citizen's own page. The
    coordinator is for once a listener too, and the leader's deputy."""
    ada = tour.ada
    me = {"mail": str((await ada.page("/account")).element("f-mail").get("value")), "name": "Ada"}
    assert took(await ada.post(f"{unit}/listeners", me))
    today = danish_day(clock.now()).isoformat()
    assert took(await ada.post(f"{unit}/deputy", me | {"from_day": today, "until_day": today}))
    yield "listeners", f"{unit}/listeners", staff
    yield "enquiry new", "/enquiries/new", staff
    asked = {"unit": unit.split("/")[-1], "matter": "treatment", "asked": "1", "text": IDEAS[0][1], "reply": "slip"}
    made = await ada.post("/enquiries", asked)
    slip = made.headers["location"]
    yield "enquiry slip", slip, staff
    code = (await ada.page(slip)).select("//*[@class='slip-code']")[0].text_content()
    yield "enquiry code", "/h", phone
    one = slip.removesuffix("/slip")
    yield "enquiry asked", one, staff
    yield "/answers with enquiries", "/answers", staff
    offered = [str(each.get("value")) for each in (await ada.page(one)).select("//*[@id='f-board']/option[@value!='']")]
    words = {"text": IDEAS[1][1], "board": offered[0], "title": IDEAS[0][0], "words": IDEAS[0][1]}
    assert took(await ada.post(f"{one}/answer", words))
    for name, path in (("enquiry answered", one), ("enquiries", "/enquiries")):
        yield name, path, staff
    link = (await tour.members[1].post("/h", {"code": code})).headers["location"]
    yield "enquiry read", link, phone
    assert took(await ada.post(f"{unit}/deputy", {"mail": ""}))


async def around(tour: Tour, phone: Device, staff: Device) -> AsyncIterator[Stop]:
    """The pages beside the room: a story, and those of staff."""
    mine = (await tour.members[1].look()).select("//article[starts-with(@id, 'mine-')]")
    yield "story", f"/ideas/{str(mine[0].get('id', ''))[5:]}", phone
    boards = (await tour.ada.page("/boards")).select("//a[contains(@href, '/progress')]")
    progress = str(boards[0].get("href", ""))
    board, seat = progress.removesuffix("/progress"), (await tour.members[1].look()).at("seat")
    yield "poster", f"/ideas/{tour.shown[0]}/poster", phone
    yield "progress", progress, staff
    yield "progress filtered", f"{progress}?q=ro&late=1", staff
    yield "progress moving", f"/ideas/{tour.shown[0]}/move", staff
    own = (
        board,
        f"{board}/jobs",
        f"{board}/finding-out",
        f"{board}/meetings/new",
        f"/seats/{seat}",
        f"{tour.ada.room}/seats",
    )
    yield "my ideas", f"{board}/mine", phone
    async for stop in listed(tour, board, phone, staff):
        yield stop
    async for stop in belongings(tour, f"{board}/mine/belongings", phone):
        yield stop
    yield "account/belongings", "/account/belongings", staff
    yield "erase me", f"{board}/mine/erase", phone
    for name, path in (("erase whom", f"{board}/erase"), ("erase them", f"/seats/{seat}/erase"), ("erased", "/erased")):
        yield name, path, staff
    for path in ("/boards", "/waiting", "/account", "/overview", "/answers", "/units", "/units/new", "/people", *own):
        yield path.split("/")[1] + path[-4:], path, staff
    one = (await tour.ada.page("/people")).select("//a[starts-with(@href, '/people/')]")[0].get("href", "")
    yield "one of the people", str(one), staff
    unit = (await tour.ada.page("/units")).select("//a[starts-with(@href, '/units/') and @href != '/units/new']")[-1]
    yield "deputy", f"{unit.get('href', '')}/deputy", staff
    async for stop in enquiries(tour, str(unit.get("href", "")), phone, staff):
        yield stop
    looked = (f"{board}/moderation", f"{board}/moderation/log", f"{board}/rules")
    for path in (
        f"{unit.get('href', '')}/merging",
        "/consultations",
        f"{board}/consultations",
        f"{board}/year",
        *looked,
    ):
        yield path.rsplit("/", 1)[1], path, staff
    async for stop in asked_by_others(tour, str(unit.get("href", "")), board, phone, staff):
        yield stop
    for path in (f"{board}/open", f"{board}/open/look", f"/ideas/{tour.shown[0]}/open"):
        yield f"{path.split('/')[1]} {path.rsplit('/', 1)[1]}", path, staff
    yield "answer", f"/answers/{tour.shown[0]}", staff
    for path in ("invitations", "invitations/poster", "setup"):
        yield path, f"{tour.members[1].room}/{path}", staff
    yield "move", f"/ideas/{tour.shown[0]}/group", staff
