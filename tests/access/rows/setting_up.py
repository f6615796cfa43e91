"""What coordinators set up, and what every page leads to at its foot."""

from tests.access.row import EVERYBODY, MEMBERS, PUBLIC, STAFF_ANYWHERE, STAFF_ONLY, Row, all_get

MEETING = {"title": "Ny", "day": "{day}", "time": "19.00", "format": "peerboard", "method": "dots", "dots": "5"} | {
    "most": "3", "author_seen": "nobody", "reveal_by": "all"
}  # fmt: skip
ACCOUNT = {"name": "Nyt", "mail": "ny@region.test"}
UNIT = {"name": "Enheden", "kind": "department"}
LOST = all_get((*MEMBERS, "leo"), 404)
COORDINATORS = {"ada": 200, "cora": 200}
SIGNED_OUT = {"nobody": 303}
ROWS: dict[str, list[Row]] = {
    "GET /home": [Row(all_get(STAFF_ANYWHERE, 303), SIGNED_OUT, unknown=None)],
    # A citizen waits for Leo's answer, and nothing else does: he is led to his answers.
    "GET /waiting": [
        Row(all_get(("cora", "ada"), 200), {**SIGNED_OUT, "leo": 303, "lars": 303}, shows="Venter på dig", unknown=None)
    ],
    "GET /account": [Row(all_get(STAFF_ANYWHERE, 200), SIGNED_OUT, shows="Min konto", unknown=None)],
    "POST /account": [
        Row(all_get(STAFF_ANYWHERE, 303), fields={"name": "Nyt", "mail": "ny@region.test"}, unknown=None)
    ],
    "POST /account/sign-out": [Row(all_get(STAFF_ANYWHERE, 303), unknown=None, others=False)],
    "POST /account/sign-out/one": [
        Row(all_get(STAFF_ANYWHERE, 303), fields={"device": "1"}, writes=False, unknown=None)
    ],
    "GET /people": [Row(COORDINATORS, shows="De leder en enhed", unknown=None)],
    "GET /people/{person}": [Row({"ada": 200}, shows="Leo Bach")],
    "POST /people/{person}/sign-out": [Row({"ada": 303}, writes=False)],
    "POST /people/{person}/end": [Row({"ada": 303})],
    "GET /address/{token}": [
        Row({}, refused=all_get(EVERYBODY, 410), ids={"token": "link"}, unknown=410),
        Row(PUBLIC, ids={"token": "new_address"}, shows="ny@region.test", unknown=410),
    ],
    "POST /address/{token}": [Row({}, refused=all_get(EVERYBODY, 410), ids={"token": "link"}, unknown=410)],
    "POST /b/{board}": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"name": "Nyt navn", "format": "council"})],
    # while a meeting goes on, it cannot be closed; whoever was invited is to hear of it
    "POST /b/{board}/closing": [Row({}, refused={"ada": 409} | STAFF_ONLY)],
    "POST /b/{board}/opening": [Row({"ada": 303}, refused=STAFF_ONLY, writes=False)],
    "POST /b/{board}/unit": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"unit": "{hospital}"})],
    "POST /b/{board}/staff": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"mail": "ny@region.test", "name": "Ny"})],
    "POST /b/{board}/staff/{seat}/removal": [
        # the last coordinator stays; a member's seat, and a leader's who leads, are not for this route
        Row({}, refused={"ada": 409} | STAFF_ONLY, ids={"seat": "ada_seat"}),
        Row({}, refused={"ada": 404} | STAFF_ONLY),
        Row({}, refused={"ada": 409} | STAFF_ONLY, ids={"seat": "leo_seat"}),
    ],
    "GET /b/{board}/meetings/new": [Row({"ada": 200}, refused=LOST, shows="Nyt møde")],
    "POST /b/{board}/meetings": [Row({"ada": 303}, refused=LOST, fields=MEETING)],
    "GET /m/{meeting}/setup": [Row({"ada": 200}, refused=LOST, shows="Ret mødet", after={"ada": 200, "ben": 404})],
    "POST /m/{meeting}/setup": [Row({"ada": 303}, refused=LOST, fields=MEETING, after={"ada": 409, "ben": 404})],
    "GET /units": [Row(COORDINATORS, shows="Enheder", unknown=None)],
    "POST /units": [
        Row(all_get(("ada", "cora"), 303), fields=UNIT, unknown=None),
        Row({"ada": 303}, refused={"cora": 422}, fields=UNIT | {"parent": "{hospital}"}, unknown=None),
    ],
    "GET /units/new": [Row(COORDINATORS, shows="Ny enhed", unknown=None)],
    "GET /units/{unit}": [Row({"ada": 200}, shows="Afdeling A")],
    "POST /units/{unit}": [Row({"ada": 303}, fields=UNIT)],
    "POST /units/{unit}/leader": [Row({"ada": 303}, fields={"mail": "ny@region.test", "name": "Ny"})],
    "POST /units/{unit}/address": [Row({"ada": 303}, fields={"mail": "svar@kommune.test"})],
    "GET /units/{unit}/merging": [Row({"ada": 200}, shows="sammen med en anden")],
    # there is no other department here
    "POST /units/{unit}/merging": [Row({}, refused={"ada": 422}, fields={"into": "{hospital}"})],
    "GET /answering/{token}": [
        Row({}, refused=all_get(EVERYBODY, 404), ids={"token": "link"}),
        Row(PUBLIC, ids={"token": "answering"}, shows="svar@unit.test"),
    ],
    "POST /answering/{token}": [Row({}, refused=all_get(EVERYBODY, 404), ids={"token": "link"})],
    "GET /units/{unit}/deputy": [Row({"ada": 200, "leo": 200}, shows="Stedfortræder")],
    "POST /units/{unit}/deputy": [
        Row(
            all_get(("ada", "leo"), 303),
            fields={"mail": "ny@region.test", "name": "Ny", "from_day": "{day}", "until_day": "{day}"},
        ),
    ],
    "GET /units/{unit}/boards/new": [Row({"ada": 200}, shows="Nyt peerboard")],
    "POST /units/{unit}/boards": [Row({"ada": 303}, fields={"name": "Nyt", "format": "peerboard"})],
    "GET /units/{unit}/colours": [Row({"ada": 200}, shows="Farver og logo")],
    "POST /units/{unit}/colours": [Row({"ada": 303}, fields={"brand": "#123456"})],
    "POST /units/{unit}/logo": [Row({"ada": 303}, fields={"remove": "1"})],
    "GET /colours/{unit}.css": [Row(PUBLIC, shows="--brand")],
    "GET /colours/{unit}/logo": [Row(PUBLIC, shows="PNG")],
    "GET /colours/preview.css": [Row(PUBLIC, unknown=None)],
    "GET /start": [Row(all_get(("ada", "cora"), 303), refused={"nobody": 303}, unknown=None)],
    "GET /start/{step}": [Row(COORDINATORS, ids={"step": "step"}, shows="1 af 7")],
    "POST /start/{step}": [
        Row(all_get(("ada", "cora"), 303), ids={"step": "step"}, fields={"name": "Ada Holm", "title": "Leder af det"})
    ],
    "GET /was": [Row(PUBLIC, shows="Kan alle bruge", unknown=None)],
    "GET /privatliv": [Row(PUBLIC, shows="Dit privatliv", unknown=None)],
    "GET /hjaelp": [Row(PUBLIC, shows="Hjælp", unknown=None)],
    "GET /hjaelp/medlem": [Row(PUBLIC, shows="Når du er med", unknown=None)],
    "GET /hjaelp/leder": [Row(PUBLIC, shows="Når du svarer", unknown=None)],
    "GET /hjaelp/koordinator": [Row(PUBLIC, shows="Sådan gør du", unknown=None)],
    "GET /hjaelp/medlemmer": [Row(PUBLIC, shows="Når I har faste medlemmer", unknown=None)],
    "GET /hjaelp/sager": [Row(PUBLIC, shows="Når andre spørger jer", unknown=None)],
    "GET /hjaelp/lyttepost": [Row(PUBLIC, shows="Når du er lyttepost", unknown=None)],
    "GET /hjaelp/moderator": [Row(PUBLIC, shows="Når du er moderator", unknown=None)],
    "GET /hjaelp/moedeform": [Row(PUBLIC, shows="Hvilken mødeform?", unknown=None)],
    "GET /hjaelp/videre": [Row(PUBLIC, shows="Når andre skal afgøre", unknown=None)],
}
