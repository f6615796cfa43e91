"""Who asks, supports and calls up questions: rows of the table."""

from tests.access.row import NO_PART, PARTICIPANTS, ROOM, Row, all_get

QUEUE = {"meeting": "queueing"}
ROWS: dict[str, list[Row]] = {
    "GET /m/{meeting}/questions": [
        Row(all_get(ROOM, 200), ids=QUEUE, shows="Spørg ikke om enkelte personer."),
        Row({}),  # a meeting of another format has none, for nobody
    ],
    "POST /m/{meeting}/questions": [Row({"ada": 303}, ids=QUEUE, fields={"rules": "present"})],
    "GET /m/{meeting}/askers": [Row({"ada": 200}, ids=QUEUE, shows="Zqgade 1")],
    "POST /m/{meeting}/asker": [
        Row(all_get(PARTICIPANTS, 303), NO_PART, ids=QUEUE, fields={"name": "Ask", "address": "Vej 1"}),
    ],
    "POST /m/{meeting}/support": [
        Row(all_get(PARTICIPANTS, 303), NO_PART, ids=QUEUE, fields={"question": "{queued}", "wants": "1"}),
    ],
    "POST /m/{meeting}/questions/call": [Row({"ada": 303}, ids=QUEUE, fields={"question": "{queued}"})],
    "POST /m/{meeting}/questions/outcome": [
        Row({"ada": 303}, ids=QUEUE, fields={"question": "{queued}", "became": "next"}),
    ],
}
