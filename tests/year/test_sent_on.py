"""Out, silent, back, and answered elsewhere: an idea is sent on to an address that never answers, comes back, is sent
to another unit, and is carried out by two organisations. Every letter on the way is expected, and the overview has
counted all the days."""

from datetime import timedelta

from server.core.days import danish_day
from tests.support.member import Staff, took
from tests.work.referrals.scene import ask, referrals
from tests.year.acts import ADA, DORTHE, IDA, LEO
from tests.year.test_a_whole_year import EVENING, lines, meet, news, status_of, year
from tests.year.year import Year, path_in, sign_in

__all__ = ["year"]
BODY, KIM = "post@trafik.test", "kim@kommune.test"
WAY = ["review", "elsewhere", "review", "elsewhere", "agreed", "in_progress", "done"]
"""The statuses after the vote."""
ASKED, NEARLY = "Et peerboard spørger jer om en idé", "Snart frist for idé 1"


def ahead(year: Year, days: int) -> str:
    """A day so far from now, as a form sends it."""
    return (year.now + timedelta(days=days)).date().isoformat()


async def test_out_silent_back_and_answered_elsewhere(year: Year) -> None:
    idea = await meet(year)
    await year.got(*news())
    await year.later(hours=16)
    await year.got((LEO, "En idé venter på dit svar"))

    # Leo sends it on to somebody without an account, who never answers.
    leo = Staff(year.cast.url)
    await sign_in(year, leo, LEO)
    assert took(await ask(leo, idea, "Trafikselskabet", body_mail=BODY, reply_by=ahead(year, 20)))
    link = path_in((await year.got((BODY, ASKED), *news()))[BODY], "/r/")
    await year.later(days=19)
    await year.got((BODY, NEARLY))
    await year.later(days=4)
    await year.got((BODY, "Fristen for idé 1 er gået"), (LEO, "De har ikke svaret om idé 1"))
    assert await status_of(year, idea) == "elsewhere"
    await year.later(days=14)
    back = ((ADA, "De svarede ikke om idé 1"), (LEO, "2 beskeder om idéer"))
    letters = await year.got(*back, (BODY, "Idé 1 er gået tilbage"), *news())
    assert "De svarede ikke om idé 1" in letters[LEO].text
    assert "En idé venter på dit svar" in letters[LEO].text
    assert await status_of(year, idea) == "review"
    assert (await (await year.cast.cleo()).get(link)).status_code in {404, 410}, "the link is dead"

    # He asks the hospital, which says yes: the laundry and the municipality take it on, a step each.
    await sign_in(year, leo, LEO)
    told = (await leo.page(f"/ideas/{idea}")).text
    assert "Trafikselskabet svarede ikke til tiden." in told
    assert took(await ask(leo, idea, "Hospitalet", reply_by=ahead(year, 20)))
    await year.got((DORTHE, ASKED), *news())
    dorthe = Staff(year.cast.url)
    await sign_in(year, dorthe, DORTHE)
    referral = (await referrals(year.cast, idea))[-1]["public_id"]
    yes = {"status": "agreed", "text": "Ja. Vaskeriet og kommunen gør det sammen.", "person": "Ida Sørensen"}
    owners = {"owner": "Ida Sørensen", "owner_mail": IDA, "owner2": "Kim Rask", "owner2_mail": KIM}
    owners |= {"step2": "Lægge asfalt ved rampen", "step2_date": ahead(year, 12)}
    step = {"step": "Sæt filt under vognene", "step_date": ahead(year, 10)}
    assert took(await dorthe.post(f"/referrals/{referral}/answer", yes | owners | step))
    given = [(mail, "Du har ansvaret for idé 1") for mail in (IDA, KIM)]
    answered = [(mail, "Der er svar på idé 1") for mail in (LEO, ADA)]
    letters = await year.got(*given, *answered, *news())
    days = (danish_day(year.now) - danish_day(EVENING)).days
    assert days > 37
    await sign_in(year, leo, LEO)
    overview = (await leo.page("/overview")).text
    assert f"{days} dage" in overview, "from the board's first question to the first answer"
    assert "Sendt videre: 1 af 1 spurgt" in overview

    # Each of the two does their part, by their own link.
    ida, kim = await year.cast.cleo(), await year.cast.cleo()
    mine, theirs = (path_in(letters[mail], "/o/") for mail in (IDA, KIM))
    assert took(await ida.submit((await ida.page(mine)).form("/status"), {"status": "in_progress"}))
    await year.settle()
    for who, own in ((ida, mine), (ida, mine), (kim, theirs)):  # what the meeting agreed on, hers, and his
        form = next(form for form in (await who.page(own)).forms() if (form.action or "").endswith("/taking"))
        assert took(await who.submit(form, {"then": "done", "text": "Der er filt under alle vogne."}))
    assert await status_of(year, idea) == "done"
    assert [line for line in await lines(year, idea) if line not in {"proposed", "prioritised"}] == WAY
    await dorthe.close()
    await leo.close()
