"""What leaders and coordinators write to each other."""

from tests.live.mirroring import Scene, case
from tests.support.member import took


@case("StaffNoteWritten")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"/ideas/{at.ideas[0]}/staff-notes", {"key": "k", "text": "Skal vi spørge køkkenet?"}))
