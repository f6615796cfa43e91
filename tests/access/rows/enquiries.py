"""Who may pass on what citizens ask, read it and answer it: whoever wrote it down, the level that is asked, and the
citizen by their link. In the world Cora has written one about Leo's unit, for which Lars listens too."""

from tests.access.row import EVERYBODY, PUBLIC, Row, all_get

WRITERS = ("cora", "lars", "leo")
"""Two who listen for the unit, and its leader."""
NEW = {"unit": "{unit}", "matter": "service", "text": "Må man ringe om aftenen?", "reply": "slip"}
TO_LOGIN = {"nobody": 303}
ANSWERED, BY_LINK = {"enquiry": "enquiry_answered"}, {"token": "citizen"}
ROWS: dict[str, list[Row]] = {
    "GET /enquiries": [Row(all_get(WRITERS, 200), TO_LOGIN, shows="Her er dem, du har skrevet", unknown=None)],
    "GET /enquiries/new": [Row(all_get(WRITERS, 200), shows="Send henvendelsen", unknown=None)],
    "POST /enquiries": [
        Row(all_get(WRITERS, 303), fields=NEW, unknown=None),
        Row({}, all_get(WRITERS, 422), fields=NEW | {"matter": "treatment"}, unknown=None),
        Row({}, all_get(WRITERS, 422), fields=NEW | {"unit": "{hospital}"}, unknown=None),
    ],
    "GET /enquiries/{enquiry}": [
        Row(all_get(("cora", "leo"), 200), shows="enquiry words"),
        Row(all_get(("cora", "leo"), 200), ids=ANSWERED, shows="enquiry answer"),
    ],
    "GET /enquiries/{enquiry}/slip": [Row({"cora": 200}, shows="Borgerens seddel")],
    "POST /enquiries/{enquiry}/slip": [Row({"cora": 303})],
    "POST /enquiries/{enquiry}/answer": [
        Row({"leo": 303}, fields={"text": "Ja, det må man."}),
        Row({}, {"leo": 422}),
        Row({}, {"leo": 409}, fields={"text": "Ja, det må man."}, ids=ANSWERED),
    ],
    "POST /enquiries/{enquiry}/level": [
        Row({"leo": 303}, fields={"unit": "Ambulatoriet"}),
        Row({}, {"leo": 422}, fields={"unit": "Et sted, som ingen kender"}),
        Row({}, {"leo": 409}, fields={"unit": "Ambulatoriet"}, ids=ANSWERED),
    ],
    "POST /enquiries/{enquiry}/telling": [Row({"cora": 303}, ids=ANSWERED), Row({}, {"cora": 409})],
    "POST /enquiries/{enquiry}/erasing": [Row({"cora": 303})],
    "GET /h": [Row(PUBLIC, shows="Koden på sedlen", unknown=None)],
    "POST /h": [
        Row(all_get(EVERYBODY, 303), fields={"code": "{citizen_code}"}, writes=False, unknown=None),
        Row({}, fields={"code": "{code}"}, unknown=None),
    ],
    "GET /h/{token}": [Row(PUBLIC, ids=BY_LINK, shows="enquiry words")],
    "POST /h/{token}/idea": [Row({"nobody": 303}, ids=BY_LINK, others=False)],
    "POST /h/{token}/erasing": [
        Row({"nobody": 200}, fields={"sure": "1"}, ids=BY_LINK, others=False),
        Row({}, all_get(EVERYBODY, 422), ids=BY_LINK),
    ],
    "GET /units/{unit}/listeners": [Row({"ada": 200}, shows="Gem lytteposten")],
    "POST /units/{unit}/listeners": [
        Row({"ada": 303}, fields={"mail": "ny@region.test", "name": "Ny"}),
        Row({}, {"ada": 422}, fields={"mail": "ny@"}),
    ],
    "POST /units/{unit}/listeners/removal": [Row({"ada": 303}, fields={"who": "{listener}"})],
}
