"""A body puts a case to a board with a date: it is first in "Siden sidst", is answered at the meeting, and the words of
the minutes that were approved go back to the body."""

from datetime import timedelta

import pytest

from server.core import clock as product_clock
from server.core.days import danish_day
from tests.organisation.units.test_bodies import made
from tests.organisation.units.test_deputies import signs_in
from tests.organisation.units.test_leaving_office import lead, units
from tests.organisation.units.test_units import send
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.due import do_due
from tests.support.member import Staff, link_in, took
from tests.support.site import Site

WROTE = "SELECT subject, body FROM mail WHERE recipient = $1 ORDER BY id"
TITLE, TEXT, ANSWER = "Nyt akuthus", "Hvor skal det ligge?", "Tæt på stationen, siger vi."


async def subjects(cast: Cast, mail: str) -> list[str]:
    """What was mailed to an address."""
    return [row["subject"] for row in await rows(cast.database.url, WROTE, mail)]


def in_days(days: int) -> str:
    """A date so many days ahead."""
    return (danish_day(product_clock.now()) + timedelta(days=days)).isoformat()


async def committee(cast: Cast) -> tuple[str, Staff]:
    """A committee of the region, and Rita, who leads it."""
    ids, mail = await units(cast), f"rita-{cast.board.id}@region.test"
    unit = await made(cast, "Sundhedsrådet", "committee", ids["region"])
    await lead(cast, unit, mail, "Rita Lund")
    return unit, await signs_in(cast, mail)


async def put(who: Staff, path: str, unit: str, title: str, day: str, board: str = "") -> str:
    """The address of a case that somebody puts."""
    told = {"unit": unit, "title": title, "text": TEXT, "reply_by": day} | ({"board": board} if board else {})
    answer = await who.submit((await who.page(path)).form(path), told)
    assert took(answer), Page(answer.text).text[:500]
    return answer.headers["location"].partition("?")[0]


@pytest.mark.long
async def test_what_a_body_asks_is_answered_in_the_words_that_were_approved(
    site: Site, cast: Cast, office_hours: None
) -> None:
    ada, ben, (unit, rita) = await cast.ada(), await cast.ben(), await committee(cast)
    board, theirs, mail = f"/b/{cast.board.public_id}/consultations", "/consultations", f"post-{cast.board.id}@k.test"
    asks = f"rita-{cast.board.id}@region.test"
    assert theirs in [link.get("href") for link in (await rita.page("/boards")).select("//a")]
    assert "Du leder ingen enhed" in (await ada.page(theirs)).text
    assert (await ada.post(theirs, {"unit": unit})).status_code == 404
    wrong = {"unit": unit, "board": cast.board.public_id, "title": TITLE, "reply_by": in_days(-1)}
    refused = Page((await rita.submit((await rita.page(theirs)).form(theirs), wrong)).text)
    assert refused.element("f-title").get("value") == TITLE
    assert "mellem i dag" in refused.element("f-reply_by-error").text_content()

    assert took(await ada.phase("since_last"))
    phone = await ben.stream()
    case = await put(rita, theirs, unit, TITLE, in_days(20), cast.board.public_id)
    await phone.sees("Vi er spurgt")
    other = await put(ada, board, unit, "Patienthotellet", in_days(5))
    gone = await put(ada, board, unit, "En fejl", in_days(5))
    await phone.sees("En fejl")
    assert took(await rita.post(f"{gone}/withdrawal"))
    room = (await ben.look()).text
    assert room.index("Patienthotellet") < room.index(TITLE), "what is due first"
    assert "En fejl" not in room
    assert TITLE in (await rita.page(theirs)).text
    heard = await rows(cast.database.url, WROTE, cast.people["Ada"].mail)
    assert [row["subject"] for row in heard] == [f"{cast.board.name} er spurgt om noget"] * 3
    assert not any(words in row["body"] for row in heard for words in (TITLE, TEXT, "Patienthotellet"))

    page = await send(ada, case, f"{case}/answer", {"text": "", "meeting": cast.meeting.public_id})
    assert page.status == 422
    page = await send(ada, case, f"{case}/answer", {"text": "En kladde", "meeting": cast.meeting.public_id})
    assert page.status == 200
    assert "En kladde" not in (await rita.page(case)).text
    assert "En kladde" not in (await ben.look()).text
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = f"{ada.room}/minutes"
    assert "En kladde" in (await ada.page(minutes)).text
    stale = (await ada.page(f"{minutes}/approval")).form("/approval")
    assert (await send(ada, case, f"{case}/answer", {"text": ANSWER, "meeting": cast.meeting.public_id})).status == 200
    assert (await ada.submit(stale)).status_code == 409, "these are other words than those that were read"
    answers = "UPDATE unit SET answers_mail = $1, answers_mail_at = now() WHERE public_id = $2"
    await rows(cast.database.url, answers, mail, unit)
    assert took(await ada.submit((await ada.page(f"{minutes}/approval")).form("/approval")))

    for address in (asks, mail):
        assert (await subjects(cast, address))[-1:] == [f"{cast.board.name} har svaret jer"]
    letters = [(await rows(cast.database.url, WROTE, address))[-1]["body"] for address in (asks, mail)]
    assert not any(words in body for body in letters for words in (TITLE, TEXT, ANSWER))
    assert case in letters[0]
    link = link_in(letters[1], "/replies/")
    cleo = await cast.cleo()
    for text in ((await rita.page(case)).text, (await cleo.page(link[link.index("/replies/") :])).text):
        assert ANSWER in text
        assert TITLE in text
    assert ANSWER in (await ben.page(minutes)).text
    for form, fields in (("answer", {"text": "Noget andet"}), ("withdrawal", {})):
        assert (await ada.post(f"{case}/{form}", fields | {"meeting": cast.meeting.public_id})).status_code == 409
    assert (await rita.post(f"{case}/answer", {"text": "Mit"})).status_code == 403
    assert (await rita.post(f"{other}/outcome", {"text": "For tidligt"})).status_code == 409
    assert "blev bygget" in (await send(rita, case, f"{case}/outcome", {"text": "Det blev bygget der."})).text


@pytest.mark.long
async def test_the_day_of_an_answer_is_watched(site: Site, cast: Cast, clock: Clock, office_hours: None) -> None:
    unit, rita = await committee(cast)
    mail = cast.people["Ada"].mail
    case = await put(rita, "/consultations", unit, TITLE, in_days(20), cast.board.public_id)
    told = []
    for days in (12, 7, 3):
        clock.ahead(timedelta(days=days))
        await do_due(cast.database, site.settings)
        told.append((await subjects(cast, mail))[1:])
    remind, late = "Husk svaret til Sundhedsrådet", "Jeres svar til Sundhedsrådet er forsinket"
    assert told == [[remind], [remind, remind], [remind, remind, late]]
    rita = await signs_in(cast, f"rita-{cast.board.id}@region.test")
    assert "skulle være kommet" in (await rita.page(case)).text
