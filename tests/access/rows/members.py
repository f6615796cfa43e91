"""A board's list: its coordinators keep it, members say yes themselves, and nobody needs a cookie for a link."""

from tests.access.row import EVERYBODY, MEMBERS, PUBLIC, STAFF_ONLY, Row, all_get

AT_LIST = {"ada": 200, "ben": 404}
LISTING = {"name": "Kim", "role": "relative", "organisation": "Sind", "form": "f"}
ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/members": [
        Row({"ada": 200}, STAFF_ONLY, shows="Hver står her, fordi", after={"ada": 200, "ben": 403})
    ],
    "POST /b/{board}/members": [Row({"ada": 303}, STAFF_ONLY, LISTING, after={"ada": 303, "leo": 403})],
    "GET /members/{member}": [Row({"ada": 200}, shows="Ole", after=AT_LIST)],
    "POST /members/{member}": [Row({"ada": 303}, fields=LISTING, after={"ada": 303, "ben": 404})],
    "POST /members/{member}/slip": [
        Row({"ada": 200}, ids={"member": "asked_member"}, after={"ada": 200, "ben": 404}),
        Row({}, refused={"ada": 409}),  # who has said yes needs no slip
    ],
    "POST /members/{member}/removal": [Row({"ada": 303}, after={"ada": 303, "ben": 404})],
    "GET /m/{meeting}/members": [Row({"ada": 200}, shows="Har ikke sagt ja til at stå", after=AT_LIST)],
    "POST /m/{meeting}/members": [Row({"ada": 200}, fields={"again": "1"}, writes=False, after={"ada": 409})],
    "POST /m/{meeting}/members/no": [
        Row({"ada": 303}, fields={"member": "{member}"}, after={"ada": 409, "ben": 404}),
        Row({}, fields={"member": "{asked_member}"}),  # who was not invited cannot say no
    ],
    "GET /b/{board}/mine/member": [
        Row(all_get(MEMBERS, 200), {"ada": 403, "leo": 403}, shows="Vil du stå på listen", after=all_get(MEMBERS, 200))
    ],
    "POST /b/{board}/mine/member": [
        Row(
            all_get(MEMBERS, 303),
            {"ada": 403, "leo": 403},
            {"asking": "paper"},
            after={"olga": 303, "ben": 303, "cleo": 404},
        )
    ],
    "GET /l/{token}": [Row(PUBLIC, ids={"token": "yes"}, shows="Vil du stå på listen")],
    "POST /l/{token}": [
        Row({"nobody": 200}, ids={"token": "yes"}, fields={"do": "yes", "asking": "paper"}, others=False),
        Row({}, refused=all_get(EVERYBODY, 422), ids={"token": "yes"}, fields={"do": "yes"}),
    ],
    "GET /i/{token}/no": [Row(PUBLIC, ids={"token": "can_come"}, shows="Kan du ikke komme?")],
    "POST /i/{token}/no": [Row(PUBLIC, ids={"token": "can_come"}, unknown=200)],
}
