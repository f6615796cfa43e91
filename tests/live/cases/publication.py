"""The open page: rooms tell where the record of their meeting can be read."""

from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


@case("PublicationChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"/b/{at.cast.board.public_id}/open", {"text": "Velkommen", "shows": "1"}))


async def closing(at: Scene) -> None:
    """A hearing, whose record everybody may read, comes to its end."""
    sql = "UPDATE meeting SET format = 'hearing', themes = '[]', phase_no = phase_no + 1 WHERE id = $1"
    await rows(at.cast.database.url, sql, at.cast.meeting.id)
    ada = await at.cast.ada()
    assert took(await ada.post(f"/b/{at.cast.board.public_id}/open", {"text": "Velkommen", "shows": "1"}))
    await at.phase("close")


@case("PageOpened", before=closing)
async def _(at: Scene) -> None:
    ada, path = await at.cast.ada(), f"/b/{at.cast.board.public_id}/open"
    assert took(await ada.submit((await ada.page(f"{path}/look")).form("/up")))
