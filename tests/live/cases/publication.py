"""The open page: nothing that is live shows it."""

from tests.live.mirroring import Scene, case
from tests.support.member import took


@case("PublicationChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"/b/{at.cast.board.public_id}/open", {"text": "Velkommen", "shows": "1"}))
