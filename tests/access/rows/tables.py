"""Who sits at tables, and who asks for help there: rows of the table. The meeting of `seated` has tables."""

from tests.access.row import MEMBERS, NO_PART, PARTICIPANTS, Row, all_get

AT = {"meeting": "seated"}
STAFF = all_get(("ada", "leo"), 200)
ROWS: dict[str, list[Row]] = {
    "POST /m/{meeting}/table": [
        Row(all_get(PARTICIPANTS, 303), refused=NO_PART, ids=AT, fields={"table": "2"}),
        Row({}, refused=all_get(PARTICIPANTS, 422) | NO_PART, ids=AT, fields={"table": "99"}),
        Row({}, fields={"table": "2"}),  # a meeting without tables
    ],
    "POST /m/{meeting}/table/ideas": [
        Row({}, refused=all_get(PARTICIPANTS, 409) | NO_PART, ids=AT, fields={"idea": "x", "show": "1"}),
    ],
    "POST /m/{meeting}/table/help": [
        Row({}, refused=all_get(PARTICIPANTS, 409) | NO_PART, ids=AT, fields={"ask": "1"}),
    ],
    "POST /m/{meeting}/tables/help": [Row({"ada": 303}, ids=AT, fields={"table": "2"}, writes=False)],
    "POST /m/{meeting}/tables/seats": [
        Row({}, refused={"ada": 404}, ids=AT, fields={"seat": "x", "table": "2"}),
    ],
    "GET /b/{board}/evenings": [Row(STAFF, refused=all_get(MEMBERS, 403), shows="Aftenerne")],
    "GET /b/{board}/evenings.csv": [Row(STAFF, refused=all_get(MEMBERS, 403), shows="Har ansvaret")],
    "GET /b/{board}/evenings.pdf": [Row(STAFF, refused=all_get(MEMBERS, 403), shows="PDF")],
    "GET /m/{meeting}/tables/cards": [Row({"ada": 200}, ids=AT, shows="Kort til bordene"), Row({})],
}
