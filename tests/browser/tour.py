"""A walk through every page and phase of a meeting, on the devices that look at it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from playwright.async_api import Browser

from schemas.format import ALL_PHASES, Phase
from schemas.roles import Role
from tests.browser.chromium import Device
from tests.support.member import Member, Staff, took

Stop = tuple[str, Device]
TITLE_300 = ("En fast kontaktperson, som kender mig og min familie, og som også er der i ferien og i weekenden, " * 4)[
    :300
]
TEXT_4000 = (
    "Når min kontaktperson er væk, skal jeg begynde forfra hver gang. Det gør mig træt.\n\n"
    "Jeg vil gerne have, at der er to, der kender mig. Så er der altid en at tale med. "
) * 30
NAME_40 = "Anne-Margrethe Østergaard-Christoffersen"
IDEAS = (
    ("Ro på gangen efter kl. 22", "Døre og vogne vækker os. Sæt filt under vognene, og luk dørene stille."),
    ("Skriv på døren, hvornår stuegangen kommer", "Jeg venter hele formiddagen og tør ikke gå ud."),
    ("En fast kontaktperson, også i ferien", "Når min kontaktperson er væk, skal jeg begynde forfra."),
    ("Et sted at være alene med sin familie", ""),
    ("Papir med hjem i almindeligt dansk", "Jeg forstår ikke brevet fra udskrivningen."),
    ("Kaffe, når pårørende kommer", "Det siger: du er velkommen."),
    ("Ring, når medicinen bliver ændret, så vi derhjemme ved det samme dag og ikke først opdager det i weekenden", ""),
)


@dataclass(eq=False)
class Tour:
    """Leads a meeting as Ada from nothing to its end, and says which pages are worth a look on the way."""

    browser: Browser
    url: str
    ada: Staff
    join: str
    screen: str
    language: str = "da-DK"
    members: list[Member] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """Those that `act` put together last."""

    async def device(self, width: int = 390, height: int = 844) -> Device:
        """One more device, closed at the end."""
        device = await Device.new(self.browser, self.url, width=width, height=height, locale=self.language)
        self.devices.append(device)
        return device

    async def people(self, count: int = 6) -> None:
        """Let members come in."""
        names = [NAME_40, "Birthe", "Jørgen", "Amina", "Kurt", "Lone"]
        for number in range(count):
            member = Member(self.url)
            self.members.append(member)
            role = Role.RELATIVE if number % 2 else Role.PATIENT
            await member.join(self.join, role, names[number % len(names)], "Bedre Psykiatri" if number == 1 else "")

    async def propose(self, ideas: list[tuple[str, str]]) -> None:
        """Let them write ideas, in turn."""
        for number, (title, text) in enumerate(ideas):
            assert took(await self.members[number % len(self.members)].propose(title, text))

    async def vote(self) -> None:
        """Let everybody vote, each a little differently."""
        for number, member in enumerate(self.members):
            page = await member.look()
            ideas = [name[5:] for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
            dots = {ideas[0]: 2, ideas[(number + 1) % len(ideas)]: 2, ideas[(2 * number + 2) % len(ideas)]: 1}
            assert took(await member.vote(dots, page=page))

    async def ideas(self) -> list[str]:
        """The public ids of the ideas that are in no group yet."""
        cards = (await self.ada.page(f"{self.ada.room}/desk")).select("//*[@data-idea][@data-from='']")
        return [str(card.get("data-idea")) for card in cards]

    async def act(self, phase: Phase) -> None:
        """Do what people do in a phase, so that its pages have something to show."""
        if phase is Phase.GROUP:
            self.shown = (await self.ideas())[-6:]  # the newest: nobody has voted on them yet
            one, two, three, four, *_ = self.shown
            assert took(await self.ada.post(f"/ideas/{two}/group", {"to": f"with:{one}", "from": "", "do": "move"}))
            assert took(await self.ada.post(f"/ideas/{four}/group", {"to": f"with:{three}", "from": "", "do": "merge"}))
        elif phase is Phase.DISCUSS:
            about = self.shown[2]
            assert took(await self.ada.post(f"{self.ada.room}/focus", {"about": about}))
            said = {"key": f"k-{about}", "text": "Det gælder også weekenden.", "from": "room"}
            assert took(await self.members[2].post(f"/ideas/{about}/comments", said))
            assert took(await self.ada.post(f"/ideas/{about}/note", {"version": 0, "text": "Natholdet vil prøve det."}))
            for member in self.members[1:4]:
                assert took(await member.post(f"{member.room}/hand", {"up": 1}))

    async def enter(self, phase: str) -> None:
        """Lead the meeting on, and wait until every open page shows it."""
        assert took(await self.ada.phase(phase)), phase
        for device in self.devices:
            room = "#room" if "/m/" in device.page.url else "#stage"
            if "/m/" in device.page.url or "/screen/" in device.page.url:
                await device.page.wait_for_function(
                    "p => document.querySelector(p[0])?.dataset.phase === p[1]", arg=[room, phase]
                )

    async def before(self) -> AsyncIterator[Stop]:
        """The pages outside the meeting."""
        device = await self.device()
        await device.go("/")
        yield "front", device
        await device.page.fill("#f-code", "ABCD2345")
        await device.page.click("main form .button")
        device.faults.clear()  # the browser itself speaks of the 404
        yield "front-wrong", device
        await device.go(f"/j/{self.join}")
        yield "join", device
        await device.go("/login")
        yield "login", device
        staff = await self.device(1440, 900)
        await staff.cookies_of(self.ada.cookie)
        await staff.go("/boards")
        yield "boards", staff
        await device.go("/no-such-page")
        device.faults.clear()
        yield "problem", device
        self.devices.clear()
        await asyncio.gather(device.close(), staff.close())

    async def open(self) -> tuple[Device, Device, Device]:
        """A member's phone, the coordinator's desk and the projector, open on the meeting."""
        phone, desk = await self.device(), await self.device(1440, 900)
        projector = await self.device(1920, 1080)
        await phone.cookies_of(self.members[1].cookie)
        await phone.go(self.members[1].room)
        await desk.cookies_of(self.ada.cookie)
        await desk.go(f"{self.ada.room}/desk")
        await projector.go(f"/screen/{self.screen}")
        return phone, desk, projector

    async def phases(self, prefix: str = "") -> AsyncIterator[Stop]:
        """The three pages in each phase; leaves the meeting in the result. There must be ideas."""
        named = tuple(zip(("room", "desk", "screen"), self.devices, strict=True))
        for phase in ALL_PHASES:
            await self.enter(phase.value)
            await self.act(phase)
            for name, device in named:
                yield f"{prefix}{name}-{phase}", device
            if phase is Phase.VOTE:
                await self.vote()

    async def close(self) -> None:
        """Close everything. AssertionError when something went wrong on a page."""
        for member in self.members:
            await member.close()
        for device in self.devices:
            await device.close()
