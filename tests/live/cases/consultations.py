"""What other bodies ask the board: first in "Siden sidst"."""

from datetime import timedelta

from server.core import clock
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def put(at: Scene) -> str:
    """Put a case to the board; its public id."""
    ada = await at.cast.ada()
    unit = (await rows(at.cast.database.url, "SELECT public_id FROM unit WHERE id = $1", at.cast.board.unit_id))[0][0]
    told = {"unit": unit, "title": "Nyt akuthus", "text": "Hvor skal det ligge?"}
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    answer = await ada.post(f"/b/{at.cast.board.public_id}/consultations", told | {"reply_by": day})
    assert took(answer)
    return answer.headers["location"].split("/")[2].partition("?")[0]


@case("ConsultationChanged")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).phase("since_last"))
    await put(at)
