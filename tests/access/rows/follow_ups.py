"""Who may answer a question about what was carried out: members, and whoever has the link."""

from tests.access.row import PUBLIC, Row, all_get

ANSWER = {"question": "{question}", "answer": "yes", "words": "Nu er der ro."}
ASKED = all_get(("finn", "rie", "ben"), 303)
NOT_ASKED = all_get(("olga", "leo", "ada"), 403)
ROWS: dict[str, list[Row]] = {
    "POST /m/{meeting}/felt": [
        Row(ASKED, refused=NOT_ASKED, fields=ANSWER, after={"ben": 303, "leo": 403}),
        Row({}, refused=NOT_ASKED, fields=ANSWER | {"question": "{idea}"}),
    ],
    "POST /ideas/{idea}/felt": [
        Row(ASKED, refused=NOT_ASKED, fields=ANSWER, ids={"idea": "second"}, after={"ben": 303, "leo": 403})
    ],
    "GET /felt/{token}": [Row(PUBLIC, ids={"token": "felt"}, shows="Kan du mærke det?")],
    "POST /felt/{token}": [Row({"nobody": 303}, ids={"token": "felt"}, fields=ANSWER, others=False)],
}
