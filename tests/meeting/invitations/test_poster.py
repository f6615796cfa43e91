"""The sheet for the door and the table: how to join, as long as there is a code to join with."""

from urllib.parse import urlsplit

from schemas.codes import grouped
from server.core.settings import get_settings
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import words
from tests.support.member import took


async def test_it_says_when_where_and_how_until_the_meeting_is_over(cast: Cast) -> None:
    query = "UPDATE meeting SET place = $2, starts_at = '2026-12-01 18:00+00' WHERE id = $1"
    await rows(cast.database.url, query, cast.meeting.id, "Lokale 4")
    ada, path = await cast.ada(), f"/m/{cast.meeting.public_id}/invitations/poster"
    assert (await ada.page(f"/m/{cast.meeting.public_id}/invitations")).select(f"//a[@href='{path}']")
    door = (await ada.desk()).element("door")
    assert door.xpath(f".//a[@href='{path}']")
    sheet = words((await ada.page(path)).element("way-in"))
    host = urlsplit(get_settings().public_url).netloc
    for told in ("tirsdag 1. december 2026 kl. 19.00", "Lokale 4", host, grouped(cast.meeting.code), cast.board.name):
        assert told in sheet, told
    english = words((await ada.page(f"{path}?lang=en")).element("way-in"))
    assert "Join on your phone" in english
    assert took(await ada.post(f"/m/{cast.meeting.public_id}/end"))
    over = await ada.page(path)
    assert over.find("way-in") is None
    assert grouped(cast.meeting.code) not in over.text, "a code that lets nobody in is not handed out"
    assert not (await ada.desk()).select(f"//a[@href='{path}']")
