"""Who reads the document that a meeting hands over, and who hands it over: rows of the table."""

from tests.access.row import PUBLIC, ROOM, Row, all_get

AHEAD = {"meeting": "handing"}
ROWS: dict[str, list[Row]] = {
    "GET /m/{meeting}/handover": [
        Row(all_get(ROOM, 200), ids=AHEAD, shows="handed question"),
        Row({}),  # a meeting of another format has none, for nobody
    ],
    "POST /m/{meeting}/handover": [
        Row({"ada": 200}, ids=AHEAD, fields={"unit": "Kommunen", "reply_by": "{day}"}, writes=False),
    ],
    "GET /m/{meeting}/handover.pdf": [Row(all_get(ROOM, 200), ids=AHEAD, shows="%PDF")],
    "GET /referrals/{referral}/document.pdf": [
        Row(all_get(("lars", "ada"), 200), ids={"referral": "given"}, shows="%PDF"),
    ],
    "GET /r/{token}/document.pdf": [Row(PUBLIC, ids={"token": "handed"}, shows="%PDF")],
}
