"""What bodies ask boards: rows of the table. Leo leads the department that asks, and the board that is asked; Lars
leads one elsewhere."""

from tests.access.row import MEMBERS, NO_PART, PARTICIPANTS, PUBLIC, SEEN, STAFF_ANYWHERE, STAFF_ONLY, Row, all_get

BOTH = {"ada": 200, "leo": 200}
CASE = {"unit": "{unit}", "board": "{board}", "title": "Nyt akuthus", "reply_by": "{day}"}
OPEN, THERE = {"consultation": "consultation"}, {"consultation": "answered_case"}
SAID, SAYS = {"comment": "case_comment"}, {"key": "k", "text": "Enig"}
NOT_THEIRS = all_get(MEMBERS, 403)
ROWS: dict[str, list[Row]] = {
    "GET /consultations": [
        Row(all_get(STAFF_ANYWHERE, 200), {"nobody": 303}, shows="Spørg et peerboard", unknown=None)
    ],
    "POST /consultations": [Row({"leo": 303}, refused={"lars": 422}, fields=CASE, unknown=None)],
    "GET /consultations/{consultation}": [
        Row(SEEN.good, {"nobody": 303}, ids=OPEN, after=SEEN.after, shows="Hvem svarer natten")
    ],
    "POST /m/{meeting}/consultations/{consultation}/comments": [
        Row(all_get(PARTICIPANTS, 303), NO_PART, SAYS, OPEN, after={"ben": 409, "ada": 403, "cleo": 404})
    ],
    "POST /consultations/comments/{comment}/hiding": [
        Row({"ada": 303}, fields={"reason": "Et navn"}, ids=SAID, after={"ada": 303, "ben": 404, "cora": 404})
    ],
    "POST /m/{meeting}/consultations/{consultation}/note": [
        Row({"ada": 303}, STAFF_ONLY, {"version": "0", "text": "Ja"}, OPEN, after={"ada": 409, "ben": 403})
    ],
    "POST /consultations/{consultation}/answer": [
        Row({"ada": 303}, refused=STAFF_ONLY, ids=OPEN, fields={"text": "Ja", "meeting": "{meeting}"})
    ],
    "POST /consultations/{consultation}/outcome": [
        Row(all_get(("ada", "leo"), 303), NOT_THEIRS, ids=THERE, fields={"text": "Det blev til noget."}),
        Row({}, refused=all_get(("ada", "leo"), 409) | NOT_THEIRS, ids=OPEN, fields={"text": "Det blev til noget."}),
    ],
    "POST /consultations/{consultation}/withdrawal": [
        Row(all_get(("ada", "leo"), 303), NOT_THEIRS, ids=OPEN),
        Row({}, refused=all_get(("ada", "leo"), 409) | NOT_THEIRS, ids=THERE),
    ],
    "GET /b/{board}/consultations": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="Vi er spurgt")],
    "POST /b/{board}/consultations": [Row({"ada": 303}, refused=STAFF_ONLY, fields=CASE)],
    "GET /b/{board}/year": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="Ring til afsnittet")],
    "GET /b/{board}/year.csv": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="Ring til afsnittet")],
    "GET /b/{board}/year.pdf": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="PDF")],
    "GET /replies/{token}": [Row(PUBLIC, ids={"token": "reply"}, shows="Ring til afsnittet")],
}
