"""What coordinators see and set of what is done by itself: rows of the table."""

from tests.access.row import STAFF_ONLY, Row

ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/jobs": [Row({"ada": 200}, refused=STAFF_ONLY, shows="Det holder vi øje med")],
    "POST /b/{board}/jobs": [
        Row({"ada": 303}, refused=STAFF_ONLY, fields={"idea": "{idea}", "kind": "mail"}, writes=False)
    ],
    "GET /b/{board}/finding-out": [Row({"ada": 200}, refused=STAFF_ONLY, shows="Det skal du finde ud af")],
    "POST /b/{board}/days": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"answer_days": "21", "escalate_days": "7"})],
}
