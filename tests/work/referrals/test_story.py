"""What the story of an idea and "Siden sidst" say of the bodies that were asked, in both languages."""

from datetime import timedelta

from schemas.person import Person
from server.core.database import Database
from server.views.overview.queries import Asked, load_overview
from tests.room.since_last.test_since import next_meeting
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.dom import words
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import sent
from tests.work.referrals.scene import NO, WHY, a_unit, ask, referrals, signed_in

WAY = (
    "Idéen skal afgøres af Sygehus Syd. De svarer senest",
    "Sygehus Syd mener, at andre skal svare. Idéen skal afgøres af Sygehus Øst. De svarer senest",
    "Sygehus Øst har sendt idéen tilbage. En leder ser på idéen.",
    "Idéen skal afgøres af Sygehus Syd.",
    "Sygehus Syd bliver ikke spurgt længere. En leder ser på idéen.",
    "Idéen skal afgøres af Sygehus Syd.",
    "Det kan ikke lade sig gøre, fordi",
)
ENGLISH = ("Sygehus Syd says that others are to answer.", "Sygehus Øst has sent the idea back.", "is asked no longer.")


async def test_each_step_is_told_and_the_first_date_holds(
    cast: Cast, site: Site, database: Database, clock: Clock
) -> None:
    await a_unit(cast, "Sygehus Syd", "Mie Lund")
    await a_unit(cast, "Sygehus Øst", "Ole Falk")
    idea, leo = await sent(cast), await cast.leo()
    mie, ole = await signed_in(cast, "Mie Lund"), await signed_in(cast, "Ole Falk")
    assert took(await ask(leo, idea, "Sygehus Syd"))
    clock.ahead(timedelta(days=2))
    first = (await referrals(cast, idea))[-1]
    assert took(await mie.post(f"/referrals/{first['public_id']}/passing", {"unit": "Sygehus Øst", "text": WHY}))
    hop = (await referrals(cast, idea))[-1]
    assert (hop["first_sent_at"], hop["reply_by"]) == (first["sent_at"], first["reply_by"])
    assert took(await ole.post(f"/referrals/{hop['public_id']}/return", {"text": WHY}))
    assert took(await ask(leo, idea, "Sygehus Syd"))
    again = (await referrals(cast, idea))[-1]
    assert took(await leo.post(f"/referrals/{again['public_id']}/withdrawal", {"text": ""}))
    assert took(await ask(leo, idea, "Sygehus Syd"))
    last = (await referrals(cast, idea))[-1]

    made = await next_meeting(cast, site)
    ben, rie = await cast.ben(), await cast.rie()
    for told in (words((await ben.look()).element("main")), (await rie.page(f"/screen/{made.screen_token}")).text):
        assert "Idéen skal afgøres af Sygehus Syd." in told
    assert "Sygehus Øst har sendt idéen tilbage." in words((await ben.look()).element("main"))

    assert took(await mie.post(f"/referrals/{last['public_id']}/answer", NO))
    page = words((await leo.page(f"/ideas/{idea}")).element("story-lines"))
    at = 0
    for line in WAY:
        found = page.find(line, at)
        assert found >= 0, f"“{line}” is not told, or not in its place: {page}"
        at = found + 1
    assert "Mie Lund, Direktør, Sygehus Syd" in page, "the level is the body"
    assert took(await leo.post("/reading", {"language": "en"}))
    english = words((await leo.page(f"/ideas/{idea}")).element("story-lines"))
    assert not [line for line in ENGLISH if line not in english], english

    async with database.snapshot() as session:
        view = await load_overview(session, await session.get_one(Person, cast.people["Leo"].id), Asked())
    assert next((each.asked, each.sent_on) for each in view.past.leaders) == (1, 1)
