"""Who reads the minutes, and who may change, approve and send them: rows of the table."""

from tests.access.row import PUBLIC, ROOM, Row, all_get

DRAFT = {"ada": 200, "leo": 200}
"""Staff; members read what was approved."""
TOOL = Row({"ada": 200}, ids={"meeting": "ended"})
READ = {"meeting": "minuted"}
ROWS: dict[str, list[Row]] = {
    "GET /m/{meeting}/minutes": [
        Row(DRAFT, ids={"meeting": "ended"}, shows="Kladde"),
        Row(all_get(ROOM, 200), ids=READ, shows="Med til mødet"),
        Row({}),  # before it has ended there are none, for nobody
    ],
    "GET /m/{meeting}/minutes.pdf": [Row(DRAFT, ids={"meeting": "ended"}), Row(all_get(ROOM, 200), ids=READ)],
    "POST /m/{meeting}/minutes": [Row({"ada": 303}, ids={"meeting": "ended"}, fields={"words-other": "Tak"})],
    "GET /m/{meeting}/minutes/edit": [TOOL],
    "GET /m/{meeting}/minutes/lines/{part}": [TOOL],
    "POST /m/{meeting}/minutes/lines/{part}": [Row({"ada": 303}, ids={"meeting": "ended"}, writes=False)],
    "GET /m/{meeting}/minutes/approval": [TOOL],
    "POST /m/{meeting}/minutes/approval": [Row({"ada": 303}, ids={"meeting": "ended"}, fields={"version": "1"})],
    "GET /m/{meeting}/minutes/letters": [TOOL],
    "POST /m/{meeting}/minutes/letters": [
        Row({"ada": 303}, ids=READ, fields={"version": "1"}),
        Row({}, refused={"ada": 409}, ids={"meeting": "ended"}, fields={"version": "1"}),
    ],
    "GET /minutes/{token}": [
        Row(PUBLIC, ids={"token": "minutes"}, shows="Med til mødet"),
        Row({}, ids={"token": "draft_minutes"}),
    ],
    "GET /minutes/{token}.pdf": [
        Row(PUBLIC, ids={"token": "minutes"}, shows="%PDF"),
        Row({}, ids={"token": "draft_minutes"}),
    ],
}
