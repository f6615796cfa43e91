"""A management meeting with lay members: items handed in before a day, an agenda that the coordinator sets, decisions
written down at it, and what was not reached on the agenda of the next."""

import re
from datetime import timedelta
from typing import Any

import pytest

from schemas.board import Board
from schemas.format import Format, Phase
from schemas.meeting import Meeting
from schemas.roles import Role
from server.core import clock as now_of
from server.core.days import danish_day
from server.meeting.meetings.headcount import Headcount, Heads
from server.room.agenda.telling import remind_at
from tests.meeting.invitations.inviting import mailed
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, Staff, link_in, took
from tests.support.scene import make_meeting
from tests.support.site import Site
from tests.work.referrals.scene import letters_to, work

IDA, PER = "ida@example.org", "per@example.org"
WAIT, LEAFLET, MONEY, LATE = "Ventetid på svar", "Ny pjece", "Penge til næste år", "Parkering"
NEXT = (danish_day(now_of.now()) + timedelta(days=9)).isoformat()
SOON = (danish_day(now_of.now()) + timedelta(days=30)).isoformat()


def no_idea(page: Page | str) -> None:
    """Nothing that a person reads says "idé"; addresses and attributes may."""
    text = re.sub(r"https?://\S+", "", page if isinstance(page, str) else page.text)
    found = re.search(r".{0,60}\b(idé|ideas?\b).{0,40}", text, re.IGNORECASE)
    assert found is None, f"{getattr(page, 'url', 'a letter')}: {found.group() if found else ''}"


def test_until_when_items_are_handed_in() -> None:
    now = now_of.now()
    made: dict[str, Any] = {"board_id": 1, "title": "", "code": "1", "join_token": "j", "screen_token": "s"}
    made |= {"public_id": "m", "starts_at": now + timedelta(days=30), "phase": "since_last"}
    forum, board = (Meeting(format=each, **made) for each in (Format.REPRESENTATIVES, Format.PEERBOARD))
    assert board.last_hand_in is None
    assert forum.last_hand_in == forum.starts_at - timedelta(days=10)
    assert forum.takes_ideas(forum.last_hand_in)
    assert not forum.takes_ideas(forum.last_hand_in + timedelta(seconds=1))
    forum.hand_in_by = now - timedelta(days=1)
    assert not forum.takes_ideas(now)
    assert board.takes_ideas(now)
    reminded = remind_at(forum.starts_at)
    assert timedelta(days=3) < forum.starts_at - reminded < timedelta(days=9)
    assert danish_day(reminded).weekday() < 5


def test_the_two_sides_are_counted() -> None:
    one = Heads(came=1, joined=1, here=0, done=0)
    heads = Headcount({Role.PATIENT: one, Role.RELATIVE: one, Role.LEADER: one, Role.OBSERVER: one})
    lay, house = heads.sides
    assert (lay.joined, house.joined) == (2, 1), "observers are of neither"


async def ideas(cast: Cast) -> dict[str, Any]:
    found = await rows(cast.database.url, "SELECT * FROM idea ORDER BY id")
    return {row["title"]: row for row in found}


async def order(cast: Cast) -> list[str]:
    found = await rows(cast.database.url, "SELECT title FROM idea WHERE turn IS NOT NULL ORDER BY turn")
    return [row["title"] for row in found]


async def arrange(ada: Staff, do: str, idea: Any = None, **fields: object) -> Page:
    asked = {"do": do, "idea": idea["public_id"] if idea else "", **fields}
    answer = await ada.post(f"{ada.room}/agenda", asked)
    assert took(answer), answer.text[:500]
    return await ada.page(f"{ada.room}/agenda")


@pytest.mark.long
async def test_from_a_letter_to_a_decision(cast: Cast, site: Site) -> None:
    ada = await cast.ada()
    await rows(cast.database.url, "UPDATE meeting SET phase = 'since_last', in_lobby = true")
    page = await ada.page(f"{ada.room}/setup")
    shown = next(label for label in page.select("//label") if label.xpath(".//input[@value='representatives']"))
    assert "De sender punkter ind." in str(shown.text_content())
    assert took(await ada.submit(page.form("/setup"), {"format": "representatives", "day": SOON, "author_seen": "all"}))
    ida = await invited(cast, site)
    await handed_in(cast, site, ida)
    await set_agenda(cast, ada, ida)
    await told(cast, site, ada)
    await held(cast, ada, ida)
    await carried_over(cast, ada)


async def invited(cast: Cast, site: Site) -> Member:
    """Two are invited by mail. Ida comes in by her link; the other has not opened it yet."""
    paths = await mailed(cast, [f"Ida <{IDA}>", PER], "patient")
    ida = Member(cast.url)
    answer = await ida.submit((await ida.page(paths[IDA])).form(paths[IDA]), {"name": "Ida"})
    assert took(answer), answer.text[:300]
    await ida.follow(answer)
    ida.meeting = cast.meeting.public_id
    return ida


async def handed_in(cast: Cast, site: Site, ida: Member) -> None:
    """From home, before the day: it can be edited, nobody but the coordinator reads it, and a receipt comes. The
    reminder goes to the other alone."""
    page = await ida.look()
    no_idea(page)
    assert "Send dit punkt senest" in page.text
    words = {"title": WAIT, "text": "Vi venter for længe.", "wish": "decision", "key": "a"}
    sent = await ida.submit(page.form("/ideas"), words)
    assert "Dit punkt er sendt ind." in (await ida.follow(sent)).text
    assert took(await ida.post(f"{ida.room}/ideas", {"title": LEAFLET, "wish": "information", "key": "b"}))
    wait = (await ideas(cast))[WAIT]
    assert (wait["wish"], wait["late"], wait["shown_at"]) == ("decision", False, None)
    form = (await ida.look()).form(f"/ideas/{wait['public_id']}")
    assert took(await ida.submit(form, {"text": "Vi venter tre uger."}))
    assert (await ideas(cast))[WAIT]["wish"] == "decision", "an edit leaves what it does not change"
    await rows(cast.database.url, "UPDATE job SET due_at = now() WHERE kind = 'hand_in'")
    await work(cast, site)
    await rows(cast.database.url, "UPDATE job SET due_at = now() WHERE kind = 'hand_in'")
    await work(cast, site)
    to_ida, to_per = await letters_to(cast, IDA), await letters_to(cast, PER)
    assert [len(to_ida), len(to_per)] == [3, 2], "each an invitation; Ida two receipts, Per a reminder"
    assert "Vi har fået dit punkt" in to_ida[-1]
    assert "Har du et punkt til mødet?" in to_per[-1]
    assert "/i/" in link_in(to_per[-1], "/i/")
    for letter in (*to_ida, *to_per):
        no_idea(letter)
        assert WAIT not in letter


async def set_agenda(cast: Cast, ada: Staff, ida: Member) -> None:
    """The coordinator reads what was handed in, puts it in order, and adds an item of the leaders'. What comes after
    the day waits."""
    own = await ida.page(f"{ida.room}/agenda")
    assert WAIT not in own.text, "it is on no agenda yet"
    page = await ada.page(f"{ada.room}/agenda")
    no_idea(page)
    assert WAIT in page.text
    assert "Ida" in page.text, "an agenda says whose an item is"
    found = await ideas(cast)
    await arrange(ada, "take", found[WAIT])
    await arrange(ada, "take", found[LEAFLET])
    written = await ada.submit(page.form("#leaders-item"), {"title": MONEY, "wish": "discussion"})
    assert took(written), written.text[:500]
    money = (await ideas(cast))[MONEY]
    assert (money["turn"], money["paper_role"]) == (3, "leader")
    assert await order(cast) == [WAIT, LEAFLET, MONEY]
    await arrange(ada, "up", money)
    await arrange(ada, "up", money)
    await arrange(ada, "up", money)
    assert await order(cast) == [MONEY, WAIT, LEAFLET], "the first stays the first"
    await arrange(ada, "minutes", found[WAIT], minutes="20")
    timed = await arrange(ada, "minutes", money, minutes="15")
    assert "I alt 35 minutter." in timed.text
    for wrong in ("0", "241", "ti"):
        asked = {"do": "minutes", "idea": money["public_id"], "minutes": wrong}
        refused = await ada.post(f"{ada.room}/agenda", asked)
        assert refused.status_code == 422
        assert "Skriv et antal minutter fra 1 til 240." in refused.text
    await arrange(ada, "off", found[LEAFLET])
    assert LEAFLET not in (await ida.page(f"{ida.room}/agenda")).text
    await arrange(ada, "take", found[LEAFLET])
    assert (await ideas(cast))[LEAFLET]["number"] == 2, "it keeps its number"
    shown = await ida.page(f"{ida.room}/agenda")
    no_idea(shown)
    assert shown.text.index(MONEY) < shown.text.index(WAIT) < shown.text.index(LEAFLET)
    assert not shown.select("//form[contains(@action, '/agenda')]"), "only the coordinator sets it"
    assert not took(await ida.post(f"{ida.room}/agenda", {"do": "up", "idea": money["public_id"]}))
    await rows(cast.database.url, "UPDATE meeting SET hand_in_by = now() - interval '1 day'")
    assert took(await ida.post(f"{ida.room}/ideas", {"title": LATE, "key": "c"}))
    assert (await ideas(cast))[LATE]["late"]
    form = {"title": WAIT, "text": "Andre ord", "version": 2}
    assert (await ida.post(f"/ideas/{found[WAIT]['public_id']}", form)).status_code == 409, "the day has passed"
    bad = await ada.post(f"{ada.room}/agenda", {"do": "deadline", "day": "2020-01-01"})
    assert bad.status_code == 422
    assert took(await ada.post(f"{ada.room}/agenda", {"do": "deadline", "day": NEXT}))


async def told(cast: Cast, site: Site, ada: Staff) -> None:
    """Once to each, however often the button is pressed."""
    before = len(await letters_to(cast, PER))
    for _ in range(2):
        await arrange(ada, "tell")
    await work(cast, site)
    found = (await letters_to(cast, PER))[before:]
    assert len(found) == 1
    assert "Der er 3 punkter på den." in found[0]
    pdf = await ada.get(f"{ada.room}/agenda.pdf")
    assert pdf.content.startswith(b"%PDF")


async def held(cast: Cast, ada: Staff, ida: Member) -> None:
    """One item at a time on every screen, and what was decided about it; the last is not reached."""
    leo = await cast.leo()
    assert took(await ada.post(f"{ada.room}/begin"))
    assert took(await ada.phase("agenda"))
    leo.meeting = cast.meeting.public_id
    await leo.look()
    found = await ideas(cast)
    assert (await ideas(cast))[LATE]["turn"] is None, "what is late waits"
    wall = await ada.page(f"/screen/{cast.meeting.screen_token}")
    for page in (wall, await ida.look(), await ada.desk(), await ida.page(f"{ida.room}?lang=en")):
        no_idea(page)
        assert page.text.index(MONEY) < page.text.index(WAIT)
    assert took(await ada.post(f"{ada.room}/focus", {"about": found[WAIT]["public_id"]}))
    assert "Punkt 2" in (await ida.look()).text
    assert "20 minutter" in (await ada.page(f"/screen/{cast.meeting.screen_token}")).text
    assert took(await ida.post(f"{ida.room}/hand", {"up": 1})), "people ask for the word"
    note = {"text": "Det er værst om mandagen.", "version": 0}
    assert took(await ada.post(f"/ideas/{found[WAIT]['public_id']}/note", note))
    await decided(cast, ada, found)
    await decided_anew(cast, ada, found)
    assert "Telefontid" in (await ida.look()).text
    agenda = await ida.page(f"{ida.room}/agenda")
    assert "1 plads, 1 er med" in agenda.text, "of each side"
    assert took(await ada.phase("close"))
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = await ada.page(f"{ada.room}/minutes")
    no_idea(minutes)
    for words in ("Dagsorden og beslutninger", "Telefontid", "Taget til orientering", "Vi nåede det ikke"):
        assert words in minutes.text
    assert "Patienter, pårørende og borgere: 1. Ledere og fagpersoner: 1." in minutes.text
    assert minutes.text.index(MONEY) < minutes.text.index(WAIT) < minutes.text.index(LEAFLET)


async def decided(cast: Cast, ada: Staff, found: dict[str, Any]) -> None:
    path = f"/ideas/{found[WAIT]['public_id']}/decision"
    empty = await ada.post(path, {"status": "agreed"})
    assert empty.status_code == 422
    for sentence in ("Skriv et par ord om det.", "Vælg en leder."):
        assert sentence in empty.text or sentence == "Skriv et par ord om det."
    leader = cast.people["Leo"].mail
    form = (await ada.desk()).form("/decision")
    yes = {"status": "agreed", "text": "Telefontid hver dag.", "owner": "Leo Bach", "day": SOON, "leader": leader}
    missing = await ada.submit(form, {**yes, "text": "", "day": ""})
    assert missing.status_code == 422
    assert "Skriv et par ord om det." in missing.text
    for _ in range(2):
        assert took(await ada.submit(form, yes))
    answers = await rows(cast.database.url, "SELECT name, text FROM answer")
    assert [tuple(row) for row in answers] == [("Leo Bach", "Telefontid hver dag.")], "in the leader's name, once"
    assert took(await ada.post(f"/ideas/{found[MONEY]['public_id']}/decision", {"status": "noted", "text": ""}))
    now = {title: row["status"] for title, row in (await ideas(cast)).items()}
    assert (now[WAIT], now[MONEY], now[LEAFLET]) == ("agreed", "noted", "proposed")


async def decided_anew(cast: Cast, ada: Staff, found: dict[str, Any]) -> None:
    """Written down wrongly, and corrected at the desk: the answer, owner and step of the first are gone, its line is
    not. A form that was opened before somebody else's correction changes nothing."""
    path, leader = f"/ideas/{found[WAIT]['public_id']}/decision", cast.people["Leo"].mail
    form = (await ada.desk()).form("/decision")
    assert str(dict(form.form_values())["text"]).strip() == "Telefontid hver dag."
    no = {"status": "declined", "text": "Vi har ikke folk nok til det i år.", "leader": leader}
    for _ in range(2):
        assert took(await ada.submit(form, no))
    stale = {**no, "status": "noted", "from": "agreed"}
    assert (await ada.post(path, stale)).status_code == 409
    idea = (await ideas(cast))[WAIT]["id"]
    answers = await rows(cast.database.url, "SELECT text FROM answer WHERE idea_id = $1", idea)
    assert [row["text"] for row in answers] == ["Vi har ikke folk nok til det i år."]
    left = (
        "SELECT (SELECT count(*) FROM owner WHERE idea_id = $1) + (SELECT count(*) FROM step WHERE idea_id = $1) AS n"
    )
    assert (await rows(cast.database.url, left, idea))[0]["n"] == 0
    lines = await rows(cast.database.url, "SELECT status FROM status_change WHERE idea_id = $1 ORDER BY id", idea)
    assert [row["status"] for row in lines][-2:] == ["agreed", "declined"]
    yes = {"status": "agreed", "text": "Telefontid hver dag.", "owner": "Leo Bach", "day": SOON, "leader": leader}
    assert took(await ada.post(path, yes))
    assert (await ideas(cast))[WAIT]["status"] == "agreed"


async def carried_over(cast: Cast, ada: Staff) -> None:
    """What the meeting did not reach, and what came too late, waits for the next one."""
    async with cast.database.begin() as session:
        board = await session.get_one(Board, cast.board.id)
        coming = await make_meeting(session, board, "Næste møde")
        coming.format, coming.phase, coming.in_lobby = Format.REPRESENTATIVES, Phase.SINCE_LAST, True
        coming.starts_at = now_of.now() + timedelta(days=40)
    page = await ada.page(f"/m/{coming.public_id}/agenda")
    waits = page.element("waiting").text_content()
    assert LATE in waits
    assert LEAFLET in waits
    assert WAIT not in waits
    leaflet = (await ideas(cast))[LEAFLET]["public_id"]
    assert took(await ada.post(f"/m/{coming.public_id}/agenda", {"do": "take", "idea": leaflet}))
    moved = (await ideas(cast))[LEAFLET]
    assert (moved["meeting_id"], moved["turn"]) == (coming.id, 1)
    since = await ada.page(f"/m/{coming.public_id}")
    assert WAIT in since.text, "and what became of the others is told first"
