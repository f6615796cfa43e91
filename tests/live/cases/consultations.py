"""What other bodies ask the board: first in "Siden sidst"."""

from datetime import timedelta

from server.core import clock
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


@case("ConsultationChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.phase("since_last"))
    unit = (await rows(at.cast.database.url, "SELECT public_id FROM unit WHERE id = $1", at.cast.board.unit_id))[0][0]
    told = {"unit": unit, "title": "Nyt akuthus", "text": "Hvor skal det ligge?"}
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    assert took(await ada.post(f"/b/{at.cast.board.public_id}/consultations", told | {"reply_by": day}))
