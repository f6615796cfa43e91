"""The progress board, moving an idea from it, and its file: rows of the table."""

from schemas.flow import Status
from tests.access.row import MEMBERS, ROOM, Row, all_get

STAFF = all_get(("leo", "ada"), 200)
NOT_MEMBERS = all_get(MEMBERS, 403)
ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/progress": [
        Row(all_get(ROOM, 200), shows="shown idea", after=all_get(ROOM, 200)),
    ],
    "GET /b/{board}/progress/mine": [
        Row(all_get(ROOM, 200), shows="<hx-partial", after=all_get(ROOM, 200)),
    ],
    "GET /b/{board}/ideas.csv": [
        Row(STAFF, refused=NOT_MEMBERS, shows="shown idea", after={"ada": 200, "ben": 403, "cleo": 404}),
    ],
    "GET /b/{board}/board.zip": [
        Row(STAFF, refused=NOT_MEMBERS, shows="manifest.json", after={"ada": 200, "ben": 403, "cleo": 404}),
    ],
    "GET /ideas/{idea}/move": [
        Row(STAFF, refused=NOT_MEMBERS, shows="shown idea", after={"ada": 200, "ben": 403}),
        Row({}, refused={"ben": 403}, ids={"idea": "hidden"}),
    ],
    "POST /ideas/{idea}/move": [
        Row({"ada": 303}, NOT_MEMBERS | {"leo": 403}, fields={"status": "prioritised"}, after={"ada": 303, "ben": 403}),
        Row(
            {"leo": 303},
            NOT_MEMBERS | {"ada": 403},
            fields={"status": "declined", "text": "Der er ikke personale til det om aftenen."},
            status=Status.REVIEW,
        ),
        Row({}, refused={"ben": 403}, fields={"status": "prioritised"}, ids={"idea": "hidden"}),
    ],
}
