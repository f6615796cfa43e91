"""Who looks at what others write, and what its writer does about it: rows of the table."""

from tests.access.row import ROOM, STAFF_ONLY, Row, all_get

ADA = {"ada": 200}
BEN = {"ben": 200}
"""Who wrote it."""
ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/moderation": [Row(ADA, shows="a comment", after={"ada": 200, "ben": 404})],
    "GET /screenings/{screening}": [Row(ADA, shows="a comment", after={"ada": 200, "ben": 404})],
    "POST /screenings/{screening}": [
        Row({"ada": 303}, fields={"do": "show", "version": "1"}, after={"ada": 303, "ben": 404}),
        Row({}, refused={"ada": 409}, fields={"do": "show", "version": "7"}),
        Row({}, refused={"ada": 422}, fields={"do": "refuse", "version": "1"}),
    ],
    "GET /screenings/{screening}/mine": [Row(BEN, shows="a comment", after={"ben": 200, "ada": 404})],
    "POST /screenings/{screening}/answer": [Row({}, refused={"ben": 409}, fields={"version": "1", "yes": "1"})],
    "POST /screenings/{screening}/words": [Row({}, refused={"ben": 409}, fields={"text": "other words"})],
    "GET /comments/{comment}/place": [Row(ADA | BEN, shows="a comment", after=ADA | BEN)],
    "POST /comments/{comment}/place": [
        Row({"ada": 303, "ben": 303}, fields={"to": "{second}"}, after={"ada": 303, "rie": 404}),
        Row({}, refused={"ada": 422, "ben": 422}, fields={"to": "nowhere"}),
    ],
    "GET /b/{board}/rules": [Row(all_get(ROOM, 200), after=all_get(ROOM, 200), shows="Regel 1")],
    "POST /b/{board}/rules": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"rule": "Sig jer"})],
    "POST /b/{board}/rules/{number}": [
        Row({"ada": 303}, refused=STAFF_ONLY, fields={"away": "1"}, ids={"number": "slip"})
    ],
    "GET /b/{board}/moderation/log": [Row(ADA, refused=STAFF_ONLY, shows="Hvad der er besluttet")],
    "GET /b/{board}/moderation/log.csv": [Row(ADA, refused=STAFF_ONLY)],
    "POST /seats/{seat}/moderator": [Row({"ada": 303}, fields={"moderates": "1"}, after={"ben": 404})],
}
