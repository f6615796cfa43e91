"""An evening of questions about a guideline: written without names, grouped, put in order, handed over as one document,
and answered. Nowhere does a page, a letter or the PDF call a question an idea."""

import re
from urllib.parse import urlsplit

import pytest

from schemas.roles import Role
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, link_in, took
from tests.support.site import Site
from tests.work.referrals.scene import NO, SOON, YES, letters_to, work

GROUP = "arbejdsgruppe@styrelsen.test"
ASKED = ("Hjælper medicinen mod træthed?", "Tager man på af den?", "Kan man holde op igen?")


def no_idea(page: Page | str) -> None:
    """Nothing that a person reads says "idé"; addresses and attributes may."""
    text = re.sub(r"https?://\S+", "", page if isinstance(page, str) else page.text)
    found = re.search(r".{0,60}\b(idé|idea)(?!l).{0,40}", text, re.IGNORECASE)
    assert found is None, f"{getattr(page, 'url', 'a letter')}: {found.group() if found else ''}"


async def planned(cast: Cast) -> None:
    """Ada chooses the format where meetings are set up, before anybody has come."""
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/setup")
    shown = next(label for label in page.select("//label") if label.xpath(".//input[@value='guideline']"))
    assert "Når andre skal skrive en retningslinje." in str(shown.text_content())
    assert took(await ada.submit(page.form("/setup"), {"format": "guideline"}))
    cast.meeting.format = (await rows(cast.database.url, "SELECT format FROM meeting"))[0]["format"]
    assert cast.meeting.format == "guideline"


async def arrive(cast: Cast, number: int) -> Member:
    """Somebody joins, and types a name that nobody asked for."""
    page = await Member(cast.url).page(f"/j/{cast.meeting.join_token}")
    assert not page.select("//input[@name='name']"), "nobody is asked for a name"
    assert "Vi spørger ikke om dit navn." in page.text
    return await cast.member(f"Birthe {number}", Role.RELATIVE if number == 1 else Role.PATIENT)


async def ideas(cast: Cast) -> dict[str, str]:
    query = "SELECT public_id, title FROM idea WHERE meeting_id = $1"
    return {row["title"]: row["public_id"] for row in await rows(cast.database.url, query, cast.meeting.id)}


@pytest.mark.long
async def test_an_evening_of_questions_ends_with_a_document_that_is_answered(cast: Cast, site: Site) -> None:
    ada = await cast.ada()
    await planned(cast)
    people = [await arrive(cast, number) for number in range(5)]
    names = await rows(cast.database.url, "SELECT name FROM seat WHERE person_id IS NULL")
    assert {row["name"] for row in names} == {f"Gæst {number}" for number in range(1, 6)}
    for person, title in zip(people, ASKED, strict=False):
        page = await person.look()
        assert "Hvad vil du have svar på?" in page.text
        assert took(await person.propose(title, theme="Bivirkninger, der betyder noget"))
    assert took(await ada.phase("reveal"))
    assert took(await ada.phase("group"))
    shown = await ideas(cast)  # they got their numbers by chance
    talks = await people[0].look()
    assert "Jeg vil gerne sige noget" in talks.element("bar").text_content(), "people talk while they group"
    assert took(await people[0].post(f"{people[0].room}/hand", {"up": 1}))
    assert not took(await people[0].done()), "the peerboard's act in this phase is not theirs"
    assert took(await ada.phase("vote"))
    for person in people:
        assert took(await person.vote({shown[ASKED[0]]: 3, shown[ASKED[2]]: 1}))
    for phase in ("result", "hand_over"):
        assert took(await ada.phase(phase))
        for page in (await people[0].look(), await ada.desk(), await ada.page(f"/screen/{cast.meeting.screen_token}")):
            no_idea(page)
    assert not took(await ada.phase("agree")), "a phase that the format has not"
    await handed_over(cast, site)
    await answered(cast, site)
    assert took(await ada.phase("close"))
    assert took(await ada.post(f"{ada.room}/end"))
    first, idea = people[0], shown[ASKED[0]]
    for path in (ada.room, f"{ada.room}/desk", f"{ada.room}/minutes", f"/ideas/{idea}", f"/ideas/{idea}?lang=en"):
        no_idea(await ada.page(path))
    no_idea(await first.page(f"/ideas/{idea}"))


async def handed_over(cast: Cast, site: Site) -> None:
    ada = await cast.ada()
    path = f"{ada.room}/handover"
    page = await ada.page(path)
    no_idea(page)
    assert page.text.index(ASKED[0]) < page.text.index(ASKED[2]), "what most chose stands first"
    assert "3 fra 5 personer" not in page.text
    assert "15 fra 5 personer" in page.text
    missing = await ada.submit(page.form("#ask"), {"unit": ""})
    assert missing.status_code == 422
    looked = await ada.submit(page.form("#ask"), {"unit": "Arbejdsgruppen", "body_mail": GROUP, "reply_by": SOON})
    seen = await ada.follow(looked)
    no_idea(seen)
    assert "Arbejdsgruppen skal svare på 2 spørgsmål" in seen.text
    form = dict(seen.form("#send").form_values())
    stale = await ada.post(path, form | {"send": "1", "seen": "x"})
    assert stale.status_code == 409
    assert not await rows(cast.database.url, "SELECT id FROM referral")
    for _ in range(2):  # a second click
        assert took(await ada.post(path, form | {"send": "1"}))
    assert len(await rows(cast.database.url, "SELECT id FROM referral")) == 2
    await work(cast, site)
    letters = await letters_to(cast, GROUP)
    assert len(letters) == 1, "one letter for all of it"
    assert "2 spørgsmål i ét dokument" in letters[0]
    no_idea(letters[0])


async def answered(cast: Cast, site: Site) -> None:
    """The working group answers each of them by the one link, and the document tells."""
    group = await cast.cleo()
    link = urlsplit(link_in((await letters_to(cast, GROUP))[0], "/r/")).path
    page = await group.page(link)
    no_idea(page)
    assert "Givet videre sammen" in page.text
    pdf = await group.get(f"{link}/document.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    other = next(str(a.get("href")) for a in page.select("//section[@id='beside']//li/a"))
    by = {"name": "Mie Lund"}
    sent = await group.submit(page.form("/answer"), YES | by | {"text": "Det tager vi med i kapitel 3."})
    thanks = await group.follow(sent)
    no_idea(thanks)
    assert [str(a.get("href")) for a in thanks.select("//section[@id='beside']//li/a")] == [other], "what is left"
    form = (await group.page(other)).form("/answer")
    fields = {**dict(form.form_values()), **NO, **by, "text": "Det ligger uden for retningslinjen."}
    by_script = await group.post(f"{urlsplit(other).path}/answer", fields, HX_Request="true")
    assert by_script.text.startswith("<hx-partial"), "a script takes only that for an answer"
    assert "Linket virker ikke længere" in by_script.text
    assert (await group.get(f"{link}/document.pdf")).status_code == 404, "an answered link is a dead one"
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/handover")
    assert "Det tager vi med i kapitel 3." in page.text
    assert "Det ligger uden for retningslinjen." in page.text
    assert "Der er svar på det hele." in page.text
    assert "ikke givet videre" not in page.text
    await work(cast, site)
    for letter in await letters_to(cast, cast.people["Ada"].mail):
        no_idea(letter)


async def test_a_board_whose_meetings_hand_nothing_over_has_no_such_page(cast: Cast) -> None:
    ada = await cast.ada()
    assert (await ada.get(f"{ada.room}/handover")).status_code == 404
    assert (await ada.get(f"{ada.room}/handover.pdf")).status_code == 404
    assert not took(await ada.phase("hand_over"))
