"""The pages that only a format of its own has: an evening of questions that are handed over. Its
other phases are drawn with those of all formats (formats.py)."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from server.core import clock
from server.core.days import DENMARK
from tests.browser.chromium import Device
from tests.browser.tour import Tour
from tests.support.member import took

QUESTIONS = (
    ("Hjælper medicinen mod træthed?", "Virkninger, der betyder noget", "Jeg sover fjorten timer i døgnet."),
    ("Tager man på af den, og bliver det ved, når man holder op igen?", "Bivirkninger, der betyder noget", ""),
    ("Kan man nøjes med samtaler?", "Valg af behandling", ""),
)


async def handing_over(
    tour: Tour, guest: Device, phone: Device, staff: Device
) -> AsyncIterator[tuple[str, str, Device]]:
    """From the door to the document that was given to a working group."""
    ada, now = tour.ada, clock.now().astimezone(DENMARK)
    ways = (await ada.page("/boards")).select("//a[contains(@href, '/progress')]")
    board = str(ways[0].get("href", "")).removesuffix("/progress")
    page = await ada.page(f"{board}/meetings/new")
    fields = {"title": "Spørgsmål til den nye retningslinje for søvn", "format": "guideline", "themes": ""}
    when = {"day": now.date().isoformat(), "time": "00:00", "ends": ""}
    made = await ada.submit(page.form("/meetings"), fields | when)
    assert took(made), made.text[:500]
    before, room = ada.room, f"/m/{made.headers['location'].partition('made=')[2]}"
    link = (await ada.page(f"{room}/invitations")).element("link").text_content() or ""
    join = urlsplit(link.strip()).path
    yield "join without a name", join, guest
    for member in tour.members:
        known = (await member.page(join)).select("//*[@id='occupant']//input[@name='who']")
        who = str(known[0].get("value"))
        assert took(await member.post(join, {"who": who}))
        member.meeting = room.removeprefix("/m/")
    await phone.cookies_of(tour.members[1].cookie)  # joining again has renewed it
    ada.meeting = room.removeprefix("/m/")
    for member, (title, theme, text) in zip(tour.members, QUESTIONS, strict=False):
        assert took(await member.propose(title, text, theme=theme))
    for phase in ("reveal", "group", "vote"):
        assert took(await ada.phase(phase))
    await tour.vote()
    for phase in ("result", "hand_over"):
        assert took(await ada.phase(phase))
    yield "room in hand_over", room, phone
    yield "the document, and whom it goes to", f"{room}/handover", staff
    form = (await ada.page(f"{room}/handover")).form("#ask")
    seen = await ada.submit(form, {"unit": "Arbejdsgruppen for søvn", "body_mail": "gruppen@styrelsen.test"})
    sure = (await ada.follow(seen)).form("#send")
    assert took(await ada.submit(sure, {"send": "1"}))
    yield "the document", f"{room}/handover", phone
    assert took(await ada.post(f"{room}/end"))
    ada.meeting = before.removeprefix("/m/")
