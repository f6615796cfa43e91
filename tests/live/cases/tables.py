"""Tables: who sits where, what is written there, and what a table chooses."""

from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def at_tables(at: Scene) -> None:
    """The meeting has tables, and its people write at them."""
    salon = "UPDATE meeting SET format = 'salon', phase = 'tables', tables = 3 WHERE id = $1"
    await rows(at.cast.database.url, salon, at.cast.meeting.id)
    rie = await at.cast.rie()
    assert took(await rie.post(f"{rie.room}/table", {"table": 1}))


@case("TableMoved", before=at_tables)
async def _(at: Scene) -> None:
    ada, ben = await at.cast.ada(), await at.cast.ben()
    for path, fields in (("table", {"table": 2}), ("table/help", {"ask": 1})):
        assert took(await ben.post(f"{ben.room}/{path}", fields))
    assert took(await ben.propose("Fra bord to"))
    query = "SELECT public_id FROM idea WHERE title = 'Fra bord to' ORDER BY id DESC"
    idea = (await rows(at.cast.database.url, query))[0]["public_id"]
    assert took(await ben.post(f"{ben.room}/table/ideas", {"idea": idea, "show": 1}))
    assert took(await ada.post(f"{ada.room}/tables/help", {"table": 2}))
