"""Who reads an agenda, and who sets it: rows of the table."""

from tests.access.row import ROOM, Row, all_get

AHEAD = {"meeting": "planning"}
ITEM = {"title": "Nyt udstyr", "key": "k"}
ROWS: dict[str, list[Row]] = {
    "GET /m/{meeting}/agenda": [
        Row(all_get(ROOM, 200), ids=AHEAD, shows="listed item"),
        Row({}),  # a meeting of another format has none, for nobody
    ],
    "GET /m/{meeting}/agenda.pdf": [Row(all_get(ROOM, 200), ids=AHEAD, shows="%PDF")],
    "POST /m/{meeting}/agenda": [
        Row({"ada": 303}, ids=AHEAD, fields={"do": "minutes", "idea": "{listed}", "minutes": "10"}),
        Row({}, fields={"do": "tell"}),
    ],
    "POST /m/{meeting}/agenda/items": [Row({"ada": 303}, ids=AHEAD, fields=ITEM), Row({}, fields=ITEM)],
    "POST /ideas/{idea}/decision": [
        Row(
            {"ada": 303},
            refused=all_get(("olga", "finn", "rie", "ben", "leo"), 403),
            ids={"idea": "listed"},
            fields={"status": "noted"},
        ),
    ],
}
