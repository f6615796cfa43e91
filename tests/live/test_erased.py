"""A board that is erased while people look at it: they are sent away, the projector too, and nobody else notices."""

from server.core.database import Database
from server.core.runtime import Runtime
from server.live.presence import write_presence
from server.views.boards.erasing import erase_board
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import SECRET, Site

HERE = "SELECT board_id FROM presence WHERE server = 'this server'"


async def test_who_follows_an_erased_board_is_sent_away(cast: Cast, site: Site, database: Database) -> None:
    runtime: Runtime = site.app.state.runtime
    other = await Cast.gather(site.url, database, SECRET, mark="-beside")
    ada, ben = await cast.ada(), await cast.ben()
    screen = await ben.stream(f"/screen/{cast.meeting.screen_token}")
    here = await ben.stream()
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await ada.post(f"/b/{cast.board.public_id}/closing"))
    await erase_board(runtime, cast.board.id or 0, cast.board.name)
    assert [await here.closed(), await screen.closed()] == [4403, 4403]
    await write_presence(database, "this server", {cast.board.id or 0: {1}, other.board.id or 0: {2}})
    assert [row[0] for row in await rows(database.url, HERE)] == [other.board.id]
    await screen.close()
    await other.leave()
