"""What the links and slips of the list do besides: no, a seat on this very screen, leaving, erasing; and what a
coordinator does by hand."""

import re
from datetime import timedelta

from server.core import clock as now_of
from server.core.days import danish_day
from tests.meeting.members.test_members import letters, link_to, listed, says_yes
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def test_no_leaving_and_erasing_by_links(cast: Cast) -> None:
    ada, ben, url = await cast.ada(), await cast.ben(), cast.database.url
    ends, board = danish_day(now_of.now()) + timedelta(days=300), f"/b/{cast.board.public_id}"
    asking = f"/m/{cast.meeting.public_id}/members"

    # Whoever says no leaves nothing behind by which to reach them.
    await listed(cast, ada, "Nanna", "Sind", ends, mail="nanna@home.test")
    async with Member(cast.url) as phone:
        path = await link_to(cast, "nanna@home.test", "/l/")
        assert "Det er i orden" in (await phone.post(path, {"do": "no"})).text
        assert (await phone.get(path)).status_code == 404
    assert "nanna@" not in str(await rows(url, "SELECT mail, new_mail FROM member"))
    assert "Nanna" not in (await ada.page(f"{board}/members")).text

    # Ben was asked with a slip, and says that this screen's seat is his. A bad form keeps what he typed.
    slip = await listed(cast, ada, "Ben", "Sind", ends)
    made = await ada.post(f"/members/{slip}/slip")
    (code,) = re.findall(r'class="slip-code">([^<]+)<', made.text)
    path = str((await ben.post("/code", {"code": code})).headers["location"])
    assert "som har en plads på denne skærm" in (await ben.page(path)).text
    told = await ben.post(path, {"do": "yes", "asking": "mail", "mail": "ikke en adresse", "seat": "1"})
    assert told.status_code == 422
    assert "ikke en adresse" in told.text
    assert took(await ben.post(path, {"do": "yes", "asking": "mail", "mail": "ben@home.test", "seat": "1"}))
    assert "Du står på listen" in (await ben.page(f"{board}/mine/member")).text
    assert (await ada.post(f"/members/{slip}/slip")).status_code == 409, "a slip opens nothing of who said yes"
    assert took(await ben.post(await link_to(cast, "ben@home.test", "/l/"), {"do": "yes"}))
    assert took(await ada.post(f"/members/{slip}", {"name": "Ben", "role": "patient", "mail": "ada@home.test"}))
    assert not await letters(cast, "ada@home.test"), "how he is reached is his alone"

    # A substitute who wants paper is asked by whoever notes the no; a lost slip is made anew, and the old one is void.
    first = await listed(cast, ada, "Carla", "Sind", ends, mail="carla@home.test")
    await says_yes(cast, await link_to(cast, "carla@home.test", "/l/"), asking="mail")
    second = await listed(cast, ada, "Dorte", "Sind", ends, mail="dorte@home.test")
    await says_yes(cast, await link_to(cast, "dorte@home.test", "/l/"), asking="paper")
    told_of = {"name": "Carla", "role": "relative", "ends": ends.isoformat()}
    assert (await ada.post(f"/members/{first}", told_of | {"substitute": first})).status_code == 422
    assert took(await ada.post(f"/members/{first}", told_of | {"substitute": second}))
    assert "2 mails er på vej" in (await ada.post(asking)).text
    assert (await ada.post(f"{asking}/no", {"member": second})).status_code == 404, "she was not asked"
    assert took(await ada.post(f"{asking}/no", {"member": first}))
    assert "Indbyd 1 medlem" in (await ada.page(asking)).text
    (old,) = re.findall(r'class="slip-code">([^<]+)<', (await ada.post(asking)).text)
    (new,) = re.findall(r'class="slip-code">([^<]+)<', (await ada.post(asking, {"again": "1"})).text)
    async with Member(cast.url) as phone:
        assert (await phone.post("/code", {"code": old})).status_code == 404
        link = str((await phone.post("/code", {"code": new})).headers["location"])
        assert took(await phone.submit((await phone.page(link)).form(link)))
        assert (await phone.post(f"{link}/no")).status_code == 200
    declined = await rows(url, "SELECT count(*) FROM invitation WHERE declined_at IS NOT NULL")
    assert declined[0][0] == 2

    # A seat that is removed takes nobody off the list; an address that is erased is gone from it.
    seat = (await rows(url, "SELECT public_id FROM seat WHERE name = 'Ben'"))[0][0]
    assert took(await ada.remove(seat))
    assert tuple((await rows(url, "SELECT seat_id, mail FROM member WHERE name = 'Ben'"))[0]) == (None, "ben@home.test")
    await listed(cast, ada, "Erna", "Sind", ends, mail="ben@home.test")
    async with Member(cast.url) as phone:
        path = await link_to(cast, "ben@home.test", "/l/")
        assert "Din adresse er slettet" in (await phone.post(path, {"do": "erase"})).text
    assert not await rows(url, "SELECT FROM member WHERE mail = 'ben@home.test' OR new_mail = 'ben@home.test'")
    assert not await letters(cast, "ben@home.test")
    assert "Erna" not in (await ada.page(f"{board}/members")).text, "she was only asked"
