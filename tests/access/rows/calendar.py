"""Cancelling a meeting, and saying stop to mail about it."""

from schemas.format import Phase
from tests.access.row import PUBLIC, Row

ROWS: dict[str, list[Row]] = {
    # the world's meeting has begun: people have written
    "POST /m/{meeting}/cancellation": [Row({}, refused={"ada": 409}, phase=Phase.PROPOSE)],
    "GET /i/{token}/stop": [Row(PUBLIC, ids={"token": "invited"}, shows="Nej tak", unknown=200)],
    "POST /i/{token}/stop": [
        Row(dict.fromkeys(PUBLIC, 200), ids={"token": "invited"}, fields={"do": "no"}, unknown=200, writes=False)
    ],
}
