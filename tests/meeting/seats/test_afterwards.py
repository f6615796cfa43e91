"""The join link of a meeting that is over leads to what became of the ideas, and to the next meeting."""

from datetime import timedelta

from server.core import clock
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.scene import make_meeting


async def test_the_link_of_a_meeting_that_is_over_leads_on(cast: Cast) -> None:
    ben, cleo, ada = await cast.ben(), await cast.cleo(), await cast.ada()
    link, progress = f"/j/{cast.meeting.join_token}", f"/b/{cast.board.public_id}/progress"
    assert took(await ada.post(f"{ada.room}/end"))
    async with cast.database.begin() as session:
        ahead = await make_meeting(session, cast.board, "Møde i foråret")
        ahead.starts_at, ahead.place = clock.now() + timedelta(days=30), "Lokale 7"
    page = await ben.page(link)
    assert "Mødet er slut." in page.text
    on = page.select("//main//a[contains(@class, 'primary')]")[0]
    assert on.get("href") == progress
    assert (await ben.get(progress)).status_code == 200
    assert page.select(f"//main//a[@href='/b/{cast.board.public_id}/mine']")
    assert "Møde i foråret" in page.text
    assert "Lokale 7" in page.text
    stranger = await cleo.page(link)
    assert "Var du med?" in stranger.text
    assert stranger.form("/return") is not None
    assert "Møde i foråret" not in stranger.text
    assert "Lokale 7" not in stranger.text
    assert not stranger.select(f"//main//a[@href='{progress}']")
    for seen in (page, stranger):
        assert ahead.join_token not in seen.text, "an old link lets nobody into the next meeting"
    refused = await cleo.post(link, {"role": "patient", "name": "Ny"})
    assert refused.status_code == 409
    assert "Var du med?" in refused.text


async def test_members_find_from_the_board_back_to_the_meeting(cast: Cast) -> None:
    ben = await cast.ben()
    for path in (f"/b/{cast.board.public_id}/progress", f"/b/{cast.board.public_id}/mine"):
        back = (await ben.page(path)).select("//*[@class='masthead-back']/a")
        assert [link.get("href") for link in back] == [ben.room]
    assert not (await ben.look()).select("//*[@class='masthead-back']")
