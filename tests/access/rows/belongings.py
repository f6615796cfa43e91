"""Who sees what is kept of them: a member with their own code, staff by their account, an address by its link."""

from schemas.flow import Status
from tests.access.row import EVERYBODY, MEMBERS, PUBLIC, STAFF_ANYWHERE, Row, all_get

AT_WORK = Status.IN_PROGRESS
TO_ACCOUNT = {"leo": 303, "ada": 303}
SIGNED_OUT = {"nobody": 303}
ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/mine/belongings": [
        Row(all_get(MEMBERS, 200), TO_ACCOUNT, shows="Vis mine oplysninger", after=all_get(MEMBERS, 200)),
    ],
    "POST /b/{board}/mine/belongings": [
        # the code is Rie's, and opens what is Rie's alone
        Row(
            {"rie": 303},
            all_get(MEMBERS, 422) | TO_ACCOUNT,
            fields={"code": "{return_code}"},
            writes=False,
            after={"rie": 303, "ben": 422, "cleo": 404},
        ),
    ],
    "POST /b/{board}/mine/belongings/closing": [
        Row(all_get(MEMBERS, 303), TO_ACCOUNT, writes=False, after={"ben": 303, "cleo": 404})
    ],
    # nobody has typed a code: they are asked for it
    "GET /b/{board}/mine/belongings.json": [Row({}, all_get(MEMBERS, 303) | TO_ACCOUNT)],
    "GET /account/belongings": [
        Row(all_get(STAFF_ANYWHERE, 200), SIGNED_OUT, shows="Hent det som en fil", unknown=None)
    ],
    "GET /account/belongings.json": [Row(all_get(STAFF_ANYWHERE, 200), shows="Din konto", unknown=None)],
    "GET /follow/{token}/belongings": [Row(PUBLIC, ids={"token": "follow"}, shows="Hent det som en fil")],
    "GET /follow/{token}/belongings.json": [
        Row(all_get(EVERYBODY, 200), ids={"token": "follow"}, shows="Mailadresse"),
    ],
    "POST /follow/{token}/belongings": [Row({"nobody": 200}, ids={"token": "follow"}, others=False)],
    "GET /o/{token}/belongings": [Row(PUBLIC, ids={"token": "owner"}, shows="Hent det som en fil", status=AT_WORK)],
    "GET /o/{token}/belongings.json": [Row(PUBLIC, ids={"token": "owner"}, shows="Det er gemt", status=AT_WORK)],
    "GET /i/{token}/belongings": [Row(PUBLIC, ids={"token": "invited"}, shows="Hent det som en fil")],
    "GET /i/{token}/belongings.json": [Row(PUBLIC, ids={"token": "invited"}, shows="Din indbydelse")],
}
