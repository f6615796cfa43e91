"""The page where leaders answer, and what staff write to each other: rows of the table."""

from schemas.flow import Status
from tests.access.row import MEMBERS, Row, all_get

ONLY_STAFF = all_get(MEMBERS, 403)
LED_TO_LOGIN = {"nobody": 303}
"""Whoever they are, and whether there is such an idea or not."""
BOTH = {"leo": 200, "ada": 200}
ROWS: dict[str, list[Row]] = {
    "GET /answers/{idea}": [
        Row(
            BOTH,
            ONLY_STAFF | LED_TO_LOGIN,
            status=Status.REVIEW,
            shows="shown words",
            after=BOTH | {"ben": 403, "lars": 404},
        ),
        Row({}, ids={"idea": "hidden"}, refused={"ben": 403} | LED_TO_LOGIN),
    ],
    "POST /ideas/{idea}/answer/preview": [
        Row(BOTH, ONLY_STAFF, {"status": "agreed", "text": "Ja."}, status=Status.REVIEW, writes=False)
    ],
    "POST /ideas/{idea}/answer/edit": [
        # nothing is answered yet: who may answer is told so, with the words kept
        Row({}, ONLY_STAFF | {"leo": 409, "ada": 403}, {"answer": "1", "version": "1", "text": "Nej."})
    ],
    "POST /ideas/{idea}/staff-notes": [
        Row(all_get(("leo", "ada"), 303), ONLY_STAFF, {"key": "k", "text": "Ring til mig"}, after={"leo": 303})
    ],
}
