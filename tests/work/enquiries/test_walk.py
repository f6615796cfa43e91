"""One enquiry from the citizen's question to what became of it; and that nobody else can find a word of it."""

import asyncio
import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import structlog

from schemas.enquiry import SLIP_SHOWN, Enquiry
from schemas.unit import Unit, UnitKind
from server.work.enquiries.letters import token_of
from server.work.enquiries.slip import code_of
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.due import do_due
from tests.support.member import Member, Staff, took
from tests.support.site import Site
from tests.work.answers.scene import colleague
from tests.work.enquiries.scene import ASKED, WORDS, listens, row_of, unit_of

MARKS = ("havreblomsten", "hasselmus", "sivskoen", "syvsover")
"""Of the question, the contact, the answer and the idea's words."""
EVERYWHERE = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)
LETTERS = "SELECT recipient, subject FROM mail ORDER BY id"
OFFER = {"title": "Åbn døren, hvor sivskoen står", "words": "En klokke ved døren."}


async def told_of(cast: Cast, marks: tuple[str, ...]) -> set[str]:
    """The tables in which any of these words stand."""
    found = set()
    for (table,) in await rows(cast.database.url, EVERYWHERE):
        text = str([tuple(row) for row in await rows(cast.database.url, f'SELECT * FROM "{table}"')])
        if any(mark in text for mark in marks):
            found.add(table)
    return found


@pytest.mark.long
async def test_from_the_citizens_question_to_an_idea_and_to_nothing(site: Site, cast: Cast, clock: Clock) -> None:
    """Written, sent, near its date, answered, read by the citizen, an idea by their yes, and erased."""
    pia, other, leo, ada = await listens(cast), await listens(cast, "Poul Rask"), await cast.leo(), await cast.ada()
    lars, ben, citizen = await colleague(cast), await cast.ben(), Member(cast.url)
    unit = await unit_of(cast)
    with structlog.testing.capture_logs() as logs:
        assert (await pia.follow(await pia.get("/home"))).text.count("Skriv en henvendelse") == 1, "led there"
        form = (await pia.page("/enquiries/new")).form("/enquiries")
        typed = {"unit": unit.public_id, **ASKED, "reply": "aloud", "contact": "hasselmus 7"}
        answer, again = await asyncio.gather(pia.submit(form, typed), pia.submit(form, typed))
        assert took(answer)
        assert again.headers["location"] == answer.headers["location"], "sent twice, it is one"
        slip = await pia.follow(answer)
        public_id = answer.headers["location"].split("/")[2]
        mine = f"/enquiries/{public_id}"
        stored = await row_of(cast, public_id)
        code = slip.select("//*[@class='slip-code']")[0].text_content().strip()
        assert took(await pia.submit(slip.form("/slip")))
        assert (await pia.get(f"{mine}/slip")).status_code == 404, "shown once"
        page = await pia.page("/enquiries")
        assert "Svar senest" in page.text
        assert (await leo.page("/answers")).text.count("Praktiske forhold") == 1
        assert (await leo.get("/waiting")).headers["location"] == "/answers"
        for stranger in (other, ada, lars, ben, citizen):
            for path in (mine, f"{mine}/slip"):
                assert (await stranger.get(path)).status_code == 404
            assert (await stranger.post(f"{mine}/answer", {"text": "Ja"})).status_code == 404
        assert WORDS in (await leo.page(mine)).text
        assert "hasselmus" not in (await leo.page(mine)).text, "how the citizen is reached is Pia's affair"

        clock.stop(stored["answer_by"] - timedelta(days=2))
        await do_due(cast.database, site.settings)
        subjects = "SELECT subject FROM mail WHERE recipient = $1 ORDER BY id"
        told = [row[0] for row in await rows(cast.database.url, subjects, cast.people["Leo"].mail)]
        assert told == ["En borger har spurgt jer om noget", "En borger venter på svar"]

        opened = await citizen.submit((await citizen.page("/h")).form("/h"), {"code": code.lower()})
        link = opened.headers["location"]
        assert "Du får svar senest" in (await citizen.page(link)).text
        form = (await leo.page(mine)).form(f"{mine}/answer")
        sent = await leo.submit(form, {"text": "Den åbner igen. syvsover", "board": cast.board.public_id, **OFFER})
        assert took(sent)
        letter = await rows(cast.database.url, subjects, cast.people["Pia Vinge"].mail)
        assert [row[0] for row in letter] == ["Der er svar på en henvendelse"]
        assert "syvsover" in (await pia.page(mine)).text
        assert took(await pia.submit((await pia.page(mine)).form("/telling")))
        assert "Borgeren har hørt svaret" in (await pia.page("/enquiries")).text

        assert await told_of(cast, MARKS) == {"enquiry"}, "nowhere else: no event, trail, job, letter"
        for staff in (ada, leo, pia):
            for path in ("/account/belongings", "/account/belongings.json"):
                assert not [mark for mark in MARKS if mark in (await staff.get(path)).text]
        board = f"/b/{cast.board.public_id}"
        for path in ("/overview", "/waiting", f"{board}/ideas.csv", f"{board}/jobs", f"{board}/progress"):
            seen = await ada.get(path)
            assert seen.status_code == 200, path
            assert not [mark for mark in MARKS if mark in seen.text], path
        with ZipFile(BytesIO((await ada.get(f"{board}/board.zip")).content)) as archive:
            kept = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        assert cast.board.name in kept
        assert not [mark for mark in MARKS if mark in kept]

        page = await citizen.page(link)
        assert all(words in page.text for words in ("syvsover", OFFER["title"], cast.board.name, "hvis du sletter"))
        for _ in range(2):
            assert took(await citizen.post(f"{link}/idea"))
        ideas = "SELECT title, text, seat_id, paper_role, shown_at, late FROM idea WHERE board_id = $1"
        (idea,) = await rows(cast.database.url, ideas, cast.board.id)
        assert tuple(idea) == (OFFER["title"], OFFER["words"], None, "citizen", None, False)
        assert "sivskoen" not in (await ben.look()).text, "hidden, as all that is not shown yet"
        assert took(await ada.phase("reveal"))
        assert "sivskoen" in (await ben.look()).text

        assert (await citizen.post(f"{link}/erasing")).status_code == 422
        assert took_back(await citizen.submit((await citizen.page(link)).form("/erasing"), {"sure": "1"}))
        assert (await citizen.get(link)).status_code == 404
        assert "Slettet" in (await pia.page("/enquiries")).text
        assert (await leo.get(mine)).status_code == 404
        assert await told_of(cast, ("havreblomsten", "hasselmus", "syvsover")) == set()
    lines = json.dumps(logs, default=str)
    secrets = (*MARKS, link.split("/")[2], code, code_plain(code))
    assert not [word for word in secrets if word in lines]
    deeds = "SELECT DISTINCT deed FROM trail WHERE about_id = $1"
    noted = {row[0] for row in await rows(cast.database.url, deeds, public_id)}
    assert noted == {"enquiry_written", "enquiry_read", "enquiry_answered"}
    await citizen.close()


def took_back(answer: object) -> bool:
    return "Henvendelsen er slettet" in str(getattr(answer, "text", ""))


def code_plain(code: str) -> str:
    return code.replace("-", "")


async def test_two_leaders_answer_at_once_and_the_second_keeps_their_words(site: Site, cast: Cast) -> None:
    pia, leo = await listens(cast), await cast.leo()
    second = await Staff(cast.url).sign_in(await cast.link_for("Leo"))
    form = (await pia.page("/enquiries/new")).form("/enquiries")
    unit = await unit_of(cast)
    made = await pia.submit(form, {"unit": unit.public_id, **ASKED, "reply": "mail", "contact": "borger@eksempel.dk"})
    assert made.headers["location"] == "/enquiries?sent"
    (public_id,) = (await rows(cast.database.url, "SELECT public_id FROM enquiry WHERE contact <> ''"))[0]
    at = f"/enquiries/{public_id}/answer"
    answers = await asyncio.gather(leo.post(at, {"text": "Et svar."}), second.post(at, {"text": "Et svar til."}))
    first, late = sorted(answers, key=lambda answer: answer.status_code)
    assert (first.status_code, late.status_code) == (303, 409)
    page = Page(late.text)
    assert "En anden har svaret imens" in page.text
    stored = (await row_of(cast, public_id))["answer"]
    lost = {"Et svar.": "Et svar til.", "Et svar til.": "Et svar."}[stored]
    assert stored in page.text
    assert page.element("f-text").text_content().strip() == lost
    letters = "SELECT subject, body FROM mail WHERE recipient = 'borger@eksempel.dk' ORDER BY id"
    told = await rows(cast.database.url, letters)
    assert [row["subject"] for row in told] == ["Din henvendelse er sendt videre", "Der er svar på din henvendelse"]
    assert not [row for row in told if WORDS in row["body"] or stored in row["body"]]
    assert all("/h/" in row["body"] for row in told)
    assert took(await pia.submit((await pia.page(f"/enquiries/{public_id}")).form("/erasing")))
    assert not await rows(cast.database.url, letters), "and no letter to the citizen is left"


async def test_what_cannot_be_used_stays_in_the_form(site: Site, cast: Cast) -> None:
    pia, leo = await listens(cast), await cast.leo()
    unit = (await unit_of(cast)).public_id
    typed = {"unit": unit, **ASKED}
    wrong = (
        ({"matter": "treatment"}, "Sæt så kryds"),
        ({"text": "Ring til 010203-1234"}, "CPR-nummer"),
        ({"text": "Ring til 20 30 40 50"}, "telefonnummer"),
        ({"reply": "mail", "contact": "borger@"}, "Skriv borgerens mailadresse"),
        ({"reply": "aloud", "contact": "010203-1234"}, "CPR-nummer"),
        ({"unit": (await unit_of(cast, up=2)).public_id}, "Vælg, hvem det handler om"),
        ({"text": "x" * 4001}, "Det er for langt"),
    )
    for change, sentence in wrong:
        answer = await pia.post("/enquiries", typed | change)
        assert (answer.status_code, sentence in Page(answer.text).text) == (422, True), (change, sentence)
        assert Page(answer.text).element("f-text").text_content().strip() == (typed | change)["text"]
    assert not await rows(cast.database.url, "SELECT FROM enquiry WHERE written_by = $1", cast.people["Pia Vinge"].id)
    answer = await pia.post("/enquiries", typed | {"matter": "treatment", "asked": "1"})
    assert took(answer), "it is asked, since she wants it to be"
    page = await pia.page("/enquiries/new")
    assert "Patientvejlederen" in page.text
    assert "Styrelsen for Patientklager" in page.text
    mine = answer.headers["location"].removesuffix("/slip")
    for words, sentence in (({}, "Skriv et svar"), ({"text": "Ring om 010203-1234"}, "CPR-nummer")):
        refused = await leo.post(f"{mine}/answer", words)
        assert (refused.status_code, sentence in refused.text) == (422, True)
    half = {"text": "Ja.", "title": "En idé", "words": "Ring på 20304050", "board": ""}
    refused = await leo.post(f"{mine}/answer", half)
    assert refused.status_code == 422
    page = Page(refused.text)
    assert "Vælg et peerboard" in page.text
    assert [page.element(f"f-{name}").text_content().strip() for name in ("text", "words")] == ["Ja.", half["words"]]
    assert took(await leo.post(f"{mine}/answer", {"text": "Ring til os på 20304050"})), "the ward's number may stand"


async def test_without_a_meeting_to_come_it_is_among_the_boards_ideas_at_once(site: Site, cast: Cast) -> None:
    pia, leo, ada, citizen = await listens(cast), await cast.leo(), await cast.ada(), Member(cast.url)
    unit = (await unit_of(cast)).public_id
    mine = (await pia.post("/enquiries", {"unit": unit, **ASKED})).headers["location"].removesuffix("/slip")
    offered = {"text": "Ja.", "board": cast.board.public_id, **OFFER}
    assert took(await leo.post(f"{mine}/answer", offered))
    assert took(await ada.post(f"/m/{cast.meeting.public_id}/end"))
    async with cast.database.snapshot() as session:
        stored = await row_of(cast, mine.split("/")[2])
        enquiry = await session.get_one(Enquiry, stored["id"])
    link = f"/h/{token_of(site.settings, enquiry)}"
    assert took(await citizen.post(f"{link}/idea"))
    assert OFFER["title"] in (await ada.page(f"/b/{cast.board.public_id}/progress")).text
    await citizen.close()
    assert len(code_of(site.settings, enquiry)) == 10


async def test_the_slip_goes_by_itself_after_a_day(site: Site, cast: Cast, clock: Clock) -> None:
    pia = await listens(cast)
    unit = (await unit_of(cast)).public_id
    slip = (await pia.post("/enquiries", {"unit": unit, **ASKED})).headers["location"]
    assert (await pia.get(slip)).status_code == 200
    clock.ahead(SLIP_SHOWN)
    assert (await pia.get(slip)).status_code == 404


async def test_the_wrong_level_passes_it_to_the_right_one_and_reads_it_no_more(site: Site, cast: Cast) -> None:
    pia, leo, lars = await listens(cast), await cast.leo(), await colleague(cast, "Lars")
    unit = await unit_of(cast)
    async with cast.database.begin() as session:
        place: dict[str, Any] = {"parent_id": unit.parent_id, "kind": UnitKind.DEPARTMENT}
        session.add(Unit(name="Ambulatoriet", leader_id=cast.people["Lars"].id, **place))
        session.add(Unit(name="Kælderen", **place))
    typed = {"unit": unit.public_id, **ASKED, "reply": "mail", "contact": "borger@eksempel.dk"}
    assert took(await pia.post("/enquiries", typed))
    (public_id,) = (await rows(cast.database.url, "SELECT public_id FROM enquiry WHERE contact <> ''"))[0]
    mine, before = f"/enquiries/{public_id}", await row_of(cast, public_id)
    form = (await leo.page(mine)).form(f"{mine}/level")
    for name, sentence in (
        ("Et andet sygehus", "Skriv en enhed, der findes her"),
        ("", "Skriv en enhed, der findes her"),
        (unit.name, "Det er din egen enhed"),
        ("Kælderen", "Enheden har ingen leder"),
    ):
        refused = await leo.submit(form, {"unit": name})
        page = Page(refused.text)
        assert (refused.status_code, sentence in page.text) == (422, True), name
        assert page.element("f-unit").get("value") == name
    passed = await leo.follow(await leo.submit(form, {"unit": "ambulatoriet"}))
    assert "sendt til det rette sted" in passed.text
    assert "Praktiske forhold" not in passed.text
    assert (await leo.get(mine)).status_code == 404
    assert (await leo.post(f"{mine}/answer", {"text": "Ja."})).status_code == 404
    assert WORDS in (await lars.page(mine)).text
    assert "Ambulatoriet" in (await pia.page(mine)).text
    assert (await row_of(cast, public_id))["answer_by"] == before["answer_by"], "what the citizen was promised stays"
    told = dict(await rows(cast.database.url, LETTERS))
    assert told[cast.people["Pia Vinge"].mail] == "En henvendelse er sendt til det rette sted"
    assert told[cast.people["Lars"].mail] == "En borger har spurgt jer om noget"
    assert not [row for row in await rows(cast.database.url, "SELECT body FROM mail") if "havreblomsten" in row[0]]
    assert took(await lars.post(f"{mine}/answer", {"text": "Den åbner igen."}))
    again = await lars.post(f"{mine}/level", {"unit": unit.name})
    assert (again.status_code, "En anden har svaret imens" in again.text) == (409, True)
