"""A standing board's list, as an auditor would walk it: eight seats by four organisations, each by their own yes; all
invited in one click; a link that opens a seat once; an address that is changed; a term that ends. Staff never see an
address."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from server.core import clock as now_of
from server.core.days import danish_day, end_of
from server.meeting.members.terms import AHEAD, soon_at
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import Member, Staff, link_in, took
from tests.support.site import Site

MARK = "zqx"
"""In every address and in nothing else."""
WRITING = '<form id="write"'
ORGANISATIONS = ("Sind", "Bedre Psykiatri", "Handicaprådet", "Ældrerådet")


async def letters(cast: Cast, mail: str, path: str = "") -> list[Any]:
    """The letters to an address, oldest first; those with a link to `path`."""
    query = "SELECT subject, body FROM mail WHERE recipient = $1 AND body LIKE $2 ORDER BY id"
    return list(await rows(cast.database.url, query, mail, f"%{path}%"))


async def link_to(cast: Cast, mail: str, path: str) -> str:
    """The path of the last link to a mail address."""
    return link_in((await letters(cast, mail, path))[-1]["body"], path).removeprefix(cast.url)


async def listed(cast: Cast, ada: Staff, name: str, organisation: str, ends: date, **more: str) -> str:
    """Ada puts somebody on the list as asked; the public id."""
    told = {"name": name, "role": "relative", "organisation": organisation, "ends": ends.isoformat(), "form": name}
    answer = await ada.post(f"/b/{cast.board.public_id}/members", told | more)
    assert answer.status_code == 303, answer.text[:2000]
    query = "SELECT public_id FROM member WHERE name = $1"
    return str((await rows(cast.database.url, query, name))[0][0])


async def says_yes(cast: Cast, path: str, **wish: str) -> None:
    """Somebody without a seat says yes by a link. Opening it changes nothing."""
    async with Member(cast.url) as phone:
        assert "Vil du stå på listen" in (await phone.page(path)).text
        answer = await phone.post(path, {"do": "yes", "asking": "paper"} | wish)
        assert "Tak for dit ja" in answer.text, answer.text[:1500]
        assert (await phone.get(path)).status_code == 404, "the link is used"


async def seen_by_staff(cast: Cast, ada: Staff, members: list[str]) -> str:
    """All that staff can look at: pages, and what they can take along."""
    board, meeting = f"/b/{cast.board.public_id}", f"/m/{cast.meeting.public_id}"
    paths = [board, f"{board}/members", f"{board}/progress", f"{board}/jobs", f"{board}/erase", "/boards", "/people"]
    paths += [f"{meeting}/{page}" for page in ("desk", "seats", "invitations", "members", "setup", "paper")]
    paths += [f"/members/{member}" for member in members]
    paths += [
        f"/seats/{row[0]}"
        for row in await rows(cast.database.url, "SELECT public_id FROM seat WHERE person_id IS NULL")
    ]
    found = []
    for path in paths:
        answer = await ada.get(path)
        assert answer.status_code == 200, path
        found.append(answer.text)
    found.append((await ada.get(f"{board}/ideas.csv")).text)
    archive = ZipFile(BytesIO((await ada.get(f"{board}/board.zip")).content))
    found += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return "\n".join(found)


@pytest.mark.long
async def test_a_board_whose_members_are_appointed(cast: Cast, site: Site, clock: Clock) -> None:
    ada, rie, url = await cast.ada(), await cast.rie(), cast.database.url
    today = danish_day(now_of.now())
    ends, soon = today + timedelta(days=400), today + timedelta(days=100)
    mine, board = f"/b/{cast.board.public_id}/mine/member", f"/b/{cast.board.public_id}"

    # Six are asked by a coordinator, and say yes by a letter or a slip.
    members = []
    for number, name in enumerate(("Anna", "Bodil", "Carl", "Dan")):
        mail = f"{name}-{MARK}@home.test".lower()
        members.append(await listed(cast, ada, name, ORGANISATIONS[number], ends, mail=mail))
        await says_yes(cast, await link_to(cast, mail, "/l/"), asking="mail")
    for number, name in enumerate(("Eva", "Finn P")):
        members.append(await listed(cast, ada, name, ORGANISATIONS[number], soon if name == "Eva" else ends))
        made = await ada.post(f"/members/{members[-1]}/slip")
        (code,) = re.findall(r'class="slip-code">([^<]+)<', made.text)
        async with Member(cast.url) as screen:
            answer = await screen.post("/code", {"code": code})
            await says_yes(cast, str(answer.headers["location"]))
    # Two say yes on their own phones: Rie wants mail, Ben a text message.
    ben = await cast.ben()
    assert (await rie.page(mine)).element("f-name").get("value") == "Rie"
    refused = await rie.post(mine, {"asking": "mail", "mail": f"rie-{MARK}@home.test", "name": "Koordinator"})
    assert refused.status_code == 422, "a name that pretends is refused here too"
    asked_for = {"asking": "mail", "mail": f"rie-{MARK}@home.test", "name": "Rie Lund"}
    assert took(await rie.post(mine, asked_for))
    assert "Rie Lund" in (await ada.page(f"{board}/members")).text, "the list has the name, and the meeting another"
    assert took(await rie.post(mine, asked_for | {"name": "Rie"}))
    assert took(await ben.post(mine, {"asking": "sms", "phone": "+45 22 33 44 55"}))
    for name, organisation, until in (("Rie", ORGANISATIONS[2], soon), ("Ben", ORGANISATIONS[3], ends)):
        found = (await rows(url, "SELECT public_id FROM member WHERE name = $1", name))[0][0]
        members.append(found)
        told = {
            "name": name,
            "role": "relative",
            "organisation": organisation,
            "ends": until.isoformat(),
        }
        assert took(await ada.post(f"/members/{found}", told))
    page = (await ada.page(f"{board}/members")).text
    assert page.count("2 pladser nu") == 4, "eight seats by four organisations"

    # An address counts when its owner has said yes through a letter to it.
    asking = f"/m/{cast.meeting.public_id}/members"
    assert "Vil have mail, men adressen har ikke sagt ja" in (await ada.page(asking)).text
    yes = await link_to(cast, f"rie-{MARK}@home.test", "/l/")
    assert "Ja, skriv hertil" in (await ben.page(yes)).text
    assert "Vil have mail, men" in (await ada.page(asking)).text, "opening a link says nothing"
    assert took(await ben.post(yes, {"do": "yes"}))

    # Dan stands in for Carl, and is asked when Carl says no. One click asks the others, each as they want.
    carl, dan = members[2], members[3]
    told = {
        "name": "Carl",
        "role": "relative",
        "organisation": ORGANISATIONS[2],
        "ends": ends.isoformat(),
        "substitute": dan,
    }
    assert took(await ada.post(f"/members/{carl}", told))
    before = (await ada.page(asking)).text
    assert "Indbyd 7 medlemmer" in before
    done = await ada.post(asking)
    assert "4 mails er på vej" in done.text
    assert done.text.count('class="slip-code"') == 2
    assert "sms:+4522334455" in done.text
    assert "22334455" not in (await ada.page(asking)).text, "whoever sends it sees the number, this once"
    assert "0 mails er på vej" in (await ada.post(asking)).text, "nobody is asked twice"
    assert not await letters(cast, f"dan-{MARK}@home.test", "/i/")
    no = f"{await link_to(cast, f'carl-{MARK}@home.test', '/i/')}/no"
    async with Member(cast.url) as phone:
        assert "Kan du ikke komme?" in (await phone.page(no)).text
        assert took(await phone.post(no))
    assert len(await letters(cast, f"dan-{MARK}@home.test", "/i/")) == 1
    assert "Kan ikke komme" in (await ada.page(asking)).text

    # A mailed link opens one's own seat, once, and the seat's other devices are told.
    link = await link_to(cast, f"rie-{MARK}@home.test", "/i/")
    used = "Din returkode eller dit link er brugt på en anden skærm"
    assert used not in (await rie.look()).text
    seats = (await rows(url, "SELECT count(*) FROM seat"))[0][0]
    async with Member(cast.url) as tablet, Member(cast.url) as thief:
        assert "Ja, åbn min plads" in (await tablet.page(link)).text
        answer = await tablet.post(link)
        assert answer.headers["location"] == rie.room
        assert used not in (await tablet.page(rie.room)).text
        assert used in (await rie.look()).text
        assert (await thief.get(link)).status_code == 404
        assert (await thief.post(link)).status_code == 404
    assert (await rows(url, "SELECT count(*) FROM seat"))[0][0] == seats, "it is the same seat"
    # Anna has none: the same kind of link gives her one, under her organisation's place on the list.
    async with Member(cast.url) as phone:
        link = await link_to(cast, f"anna-{MARK}@home.test", "/i/")
        assert took(await phone.submit((await phone.page(link)).form(link)))
    assert (await rows(url, "SELECT seat_id FROM member WHERE name = 'Anna'"))[0][0]

    # A change of address is told to the old one, and ends nothing by itself.
    assert took(await rie.post(mine, {"asking": "mail", "mail": f"ny-{MARK}@home.test"}))
    assert len(await letters(cast, f"rie-{MARK}@home.test")) == 2, "nothing has changed yet"
    assert took(await rie.post(await link_to(cast, f"ny-{MARK}@home.test", "/l/"), {"do": "yes"}))
    assert (await letters(cast, f"rie-{MARK}@home.test"))[-1]["subject"] == "Vi skriver ikke hertil mere"
    assert (await rie.get(rie.room)).status_code == 200
    kept = (await rows(url, "SELECT mail, new_mail FROM member WHERE name = 'Rie'"))[0]
    assert tuple(kept) == (f"ny-{MARK}@home.test", "")

    # Nowhere do staff see an address; and the marker is found where it is.
    assert MARK in str(await rows(url, "SELECT mail FROM member"))
    assert MARK not in (seen := await seen_by_staff(cast, ada, members))
    assert "adressen har sagt ja" in seen
    assert MARK not in (await rie.get(mine)).text, "a screen may be shared"

    # A term ends: a letter sixty days before, and then the seat may read and follow.
    await rows(url, "DELETE FROM job WHERE kind = 'meeting_end'")  # this evening is a long one
    await do_due(cast.database, site.settings)
    assert not [one for one in await letters(cast, kept[0]) if "periode" in one["subject"]]
    clock.stop(soon_at(soon) + timedelta(minutes=1))
    await do_due(cast.database, site.settings)
    told_of = [one for one in await letters(cast, kept[0]) if "Din periode slutter" in one["subject"]]
    assert len(told_of) == 1
    assert soon - AHEAD == danish_day(now_of.now())
    assert "2 perioder slutter inden for 60 dage" in (await ada.page(f"{board}/members")).text
    assert took(await rie.propose("Flere stole"))
    assert WRITING in (await rie.get(rie.room)).text
    clock.stop(end_of(soon) + timedelta(minutes=5))
    await do_due(cast.database, site.settings)
    late = await rie.propose("En stol mere")
    assert late.status_code == 403
    assert "Din periode i peerboardet er slut" in late.text
    assert WRITING not in (await rie.get(rie.room)).text
    assert took(await ben.propose("Ben går fri")), "another's term goes on"
    page = (await ada.page(f"{board}/members")).text
    assert "Rie til" in page, "a term that is over stays in the history"
    assert page.count("2 pladser nu") == 2
    assert page.count("1 plads nu, 1 før") == 2

    # Leaving: how they were reached is forgotten, the seat stays.
    assert took(await ben.post(mine, {"do": "leave"}))
    assert tuple((await rows(url, "SELECT phone, seat_id FROM member WHERE name = 'Ben'"))[0]) == ("", None)
    assert (await ben.get(ben.room)).status_code == 200
