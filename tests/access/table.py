"""Who may do what: one row for every route of the app. A route without a row fails test_routes.py.

To add a row: under the route as `app.routes` spells it, say for whom it works (`good`) and what the others get when it
is not 404. `Row.ids` puts another of World.values into a parameter, `after` says what happens once the meeting is over.
"""

from dataclasses import replace

from schemas.flow import Status
from schemas.format import Phase
from tests.access.row import (
    AT_DESK,
    EVERYBODY,
    MEMBERS,
    NO_PART,
    PARTICIPANTS,
    PUBLIC,
    ROOM,
    SEEN,
    STAFF_ANYWHERE,
    STAFF_ONLY,
    STRANGERS,
    Row,
    all_get,
)
from tests.access.rows import load_rows

TABLE: dict[str, list[Row]] = {
    "GET /healthz": [Row(PUBLIC, unknown=None)],
    "GET /healthz/database": [Row(PUBLIC, unknown=None)],
    "GET /readyz": [Row(PUBLIC, unknown=None)],
    "GET /metrics": [Row(PUBLIC, unknown=None)],
    "GET /": [Row(PUBLIC, unknown=None)],
    "POST /code": [Row(all_get(EVERYBODY, 303), fields={"code": "{code}"}, writes=False, unknown=None)],
    "GET /j/{token}": [Row(PUBLIC, ids={"token": "join"}, shows="Jeg er her som")],
    "POST /j/{token}": [
        Row(
            all_get(EVERYBODY, 303),
            fields={"role": "patient", "name": "Ny", "who": "new"},
            ids={"token": "join"},
            after=all_get(("nobody", "ben"), 409),
        ),
        # a screen that is with somebody on this board, or signed in, asks first
        Row(
            all_get(("nobody", "cleo", "removed"), 303),
            refused=all_get((*ROOM, "cora", "lars"), 409),
            fields={"role": "patient", "name": "Ny"},
            ids={"token": "join"},
        ),
        Row({}, fields={"role": "coordinator"}, refused=all_get(EVERYBODY, 422), ids={"token": "join"}),
        Row({}, fields={"role": "leader"}, refused=all_get(EVERYBODY, 422), ids={"token": "join"}),
    ],
    "POST /return": [Row(all_get(EVERYBODY, 303), fields={"code": "{return_code}"}, unknown=None)],
    "POST /m/{meeting}/return-code": [
        Row(all_get(MEMBERS, 303), refused={"leo": 403, "ada": 403}, after={"ben": 303, "cleo": 404})
    ],
    "POST /m/{meeting}/return-code/seen": [
        Row(all_get(MEMBERS, 303), refused={"leo": 303, "ada": 303}, after={"ben": 303, "cleo": 404})
    ],
    "POST /m/{meeting}/leave": [Row(all_get(ROOM, 303), refused=all_get(STRANGERS, 303), unknown=303)],
    "POST /seats/{seat}/removal": [Row({"ada": 303}, refused=STAFF_ONLY, after={"ada": 303, "ben": 403})],
    "GET /m/{meeting}/seats": [Row({"ada": 200}, shows="Hvem skal fjernes?", after={"ada": 200, "ben": 404})],
    "POST /m/{meeting}/seats/removal": [
        Row({"ada": 303}, fields={"seat-{seat}": "1", "sure": "1"}, after={"ada": 303, "ben": 404}),
        Row({"ada": 200}, fields={"seat-{seat}": "1"}, writes=False),
        Row({}, {"ada": 422}),
    ],
    "POST /seats/{seat}/code-end": [Row({"ada": 303}, refused=STAFF_ONLY, after={"ada": 303, "ben": 403})],
    "GET /m/{meeting}": [replace(SEEN, shows="shown idea")],
    "GET /m/{meeting}/mine": [replace(SEEN, shows="<hx-partial")],
    "GET /m/{meeting}/here": [Row(all_get(ROOM, 204), after=all_get(ROOM, 204))],
    "GET /m/{meeting}/where": [replace(SEEN, shows="data-announce")],
    # how one reads is one's own affair; without a session the address remembers it
    "POST /reading": [
        Row(all_get((*MEMBERS, "cleo"), 303), all_get(EVERYBODY, 303), fields={"size": "3"}, unknown=None),
    ],
    "POST /m/{meeting}/done": [
        Row(all_get(PARTICIPANTS, 303), refused=NO_PART, fields={"done": "1"}, phase=Phase.PROPOSE, after={"ben": 409})
    ],
    "GET /m/{meeting}/desk": [Row({"ada": 200}, shows="Slut mødet", after={"ada": 200, "ben": 404})],
    # it has begun: test_lobby.py begins one that has not
    "POST /m/{meeting}/begin": [replace(AT_DESK, writes=False)],
    "POST /m/{meeting}/phase": [replace(AT_DESK, fields={"phase": "propose", "from": "1"})],
    "POST /m/{meeting}/timer": [replace(AT_DESK, fields={"do": "start", "minutes": "5"})],
    "POST /m/{meeting}/wall": [
        replace(AT_DESK, fields={"page": "2", "of": "3"}),
        replace(AT_DESK, fields={"code": "large"}),
        Row({}, fields={"page": "0", "of": "3"}, refused={"ada": 422}),
    ],
    "POST /m/{meeting}/door": [replace(AT_DESK, fields={"open": "0"})],
    "POST /m/{meeting}/voting": [replace(AT_DESK, fields={"method": "dots", "dots": "9", "most": "2"})],
    "POST /m/{meeting}/room-for-more": [
        replace(AT_DESK, fields={"of": "seats"}),
        Row({}, fields={"of": "units"}),
    ],
    "POST /m/{meeting}/reveal": [replace(AT_DESK, fields={"do": "one"}), replace(AT_DESK, fields={"do": "rest"})],
    "POST /m/{meeting}/result": [replace(AT_DESK, fields={"do": "step"}, phase=Phase.VOTE)],
    "POST /m/{meeting}/marks": [replace(AT_DESK, fields={"was-{idea}": "0", "idea-{idea}": "1"}, phase=Phase.RESULT)],
    "POST /m/{meeting}/end": [AT_DESK],
    # one that goes on goes on
    "POST /m/{meeting}/opening": [Row({"ada": 303}, writes=False, after={"ada": 303, "ben": 404})],
    "POST /m/{meeting}/role": [Row(all_get(ROOM, 303), fields={"fits": "0"}, writes=False, after={"ben": 303})],
    "GET /screen/{token}": [Row(PUBLIC, ids={"token": "screen"}, shows="shown idea", after={"nobody": 200})],
    "GET /ideas/{idea}": [
        replace(SEEN, shows="shown words"),
        Row({"ben": 200}, ids={"idea": "hidden"}, shows="hidden words", after={"ben": 200, "ada": 404}),
        Row({"ben": 200}, ids={"idea": "late"}, shows="late words"),
    ],
    "GET /ideas/{idea}/mine": [SEEN, Row({"ben": 200}, ids={"idea": "hidden"})],
    "POST /m/{meeting}/ideas": [
        Row(all_get(PARTICIPANTS, 303), refused=NO_PART, fields={"key": "k", "title": "Ny"}, after={"ben": 409})
    ],
    "POST /ideas/{idea}": [
        # after the meeting only what nobody voted on
        Row({"ben": 303}, {}, {"version": "1", "title": "Anden"}, {"idea": name}, after={"ben": after, "rie": 404})
        for name, after in (("idea", 409), ("hidden", 303))
    ],
    "POST /ideas/{idea}/withdrawal": [
        Row({"ben": 303}, ids={"idea": name}, after={"ben": 303, "rie": 404}) for name in ("idea", "hidden")
    ],
    "POST /ideas/{idea}/admission": [
        Row({"ada": 303}, ids={"idea": "late"}, after={"ada": 409, "ben": 404}),
        # already in: once more is no error, and changes nothing
        Row({}, refused={"ada": 303}, ids={"idea": "hidden"}),
    ],
    "GET /ideas/{idea}/group": [
        Row({"ada": 200}, all_get(ROOM, 403), shows="Flyt idé", after={"ada": 409, "ben": 409}),
        Row({}, ids={"idea": "hidden"}),
    ],
    "POST /ideas/{idea}/group": [
        Row(
            {"ada": 303},
            all_get(ROOM, 403),
            fields={"to": "with:{second}", "from": ""},
            after={"ada": 409, "ben": 409, "cleo": 404},
        ),
        Row({}, fields={"to": "apart"}, ids={"idea": "hidden"}),
    ],
    "POST /ideas/{idea}/merge": [
        Row({"ada": 303}, all_get(ROOM, 403), ids={"idea": "second"}, fields={"into": "{idea}"}),
        Row({}, all_get(ROOM, 403) | {"ada": 404}, ids={"idea": "second"}, fields={"into": "{hidden}"}),
    ],
    "POST /ideas/{idea}/unlike": [
        Row({"ada": 303}, all_get(ROOM, 403), fields={"other": "{second}"}, after={"ada": 409, "ben": 403})
    ],
    "POST /m/{meeting}/groups/{group}": [
        Row({}, all_get(ROOM, 403) | {"ada": 409}, fields={"name": "Nat", "from": ""}, ids={"group": "round"}),
    ],
    "POST /ideas/{idea}/comments": [
        Row(
            all_get(PARTICIPANTS, 303),
            refused=NO_PART,
            fields={"key": "k", "text": "Enig"},
            after={"ben": 409, "ada": 403},
        ),
        Row({}, fields={"key": "k", "text": "Enig"}, ids={"idea": "hidden"}, refused={"ben": 404}),
    ],
    "POST /ideas/{idea}/hiding": [
        Row({"ada": 303}, STAFF_ONLY, {"reason": "Det er et navn"}, after={"ada": 303, "leo": 403, "cora": 404}),
        Row({}, fields={"reason": "Det er et navn"}, ids={"idea": "hidden"}, refused={"ben": 403}),
    ],
    "POST /comments/{comment}/hiding": [
        Row({"ada": 303}, fields={"reason": "Det er et navn"}, after={"ada": 303, "ben": 404, "cora": 404})
    ],
    "POST /ideas/{idea}/note": [
        Row({"ada": 303}, STAFF_ONLY, {"version": "0", "text": "Ja"}, after={"ada": 409, "leo": 403, "cora": 404})
    ],
    "POST /m/{meeting}/focus": [replace(AT_DESK, fields={"about": "{idea}"}, phase=Phase.DISCUSS)],
    "POST /m/{meeting}/hand": [
        Row(all_get(PARTICIPANTS, 303), NO_PART, {"up": "1"}, phase=Phase.DISCUSS, after={"ben": 409, "cleo": 404}),
        Row({}, all_get(PARTICIPANTS, 409) | NO_PART, {"up": "1"}, phase=Phase.VOTE),
    ],
    "POST /m/{meeting}/queue": [
        replace(AT_DESK, fields={"hand": "{hand}", "do": "call"}, phase=Phase.DISCUSS, after={"ada": 409, "ben": 404})
    ],
    "POST /rounds/{round}/ballot": [
        Row(
            all_get(PARTICIPANTS, 303),
            refused=NO_PART,
            fields={"version": "0", "dots-{idea}": "1"},
            phase=Phase.VOTE,
            after={"ben": 409, "cleo": 404, "ada": 403},
        )
    ],
    "GET /result/{token}.csv": [
        Row(PUBLIC, ids={"token": "result"}, shows="idea_ref"),
        Row({}, ids={"token": "open_result"}, phase=Phase.VOTE),
    ],
    "GET /answers": [
        Row(
            {"leo": 200, "ada": 200},
            all_get(("nobody",), 303) | all_get(("cora", "lars"), 200),
            status=Status.REVIEW,
            shows="shown idea",
            unknown=None,
        )
    ],
    "POST /ideas/{idea}/answer": [
        Row(
            {"leo": 303},
            refused=all_get((*MEMBERS, "ada"), 403),
            fields={"status": "agreed", "from": "review", "text": "Det gør vi.", "owner": "Leo Bach"}
            | {"step": "Ring", "step_date": "{day}"},
            status=Status.REVIEW,
            after={"leo": 303, "ben": 403, "lars": 404},
        )
    ],
    "POST /ideas/{idea}/review": [
        Row(
            {"ada": 303},
            refused=STAFF_ONLY,
            fields={"leader": "{leader_mail}", "answer_by": "{day}"},
            after={"ada": 303, "leo": 403, "cora": 404},
        )
    ],
    "POST /ideas/{idea}/status": [
        Row(
            {"ada": 303},
            refused=STAFF_ONLY,
            fields={"status": "prioritised", "from": "proposed"},
            after={"ada": 303, "leo": 403, "cora": 404},
        )
    ],
    "POST /ideas/{idea}/agreement": [
        Row(
            {"ada": 303},
            refused=STAFF_ONLY,
            fields={
                "owner": "Birthe",
                "step": "Ring",
                "step_date": "{day}",
                "leader": "{leader_mail}",
                "answer_by": "{day}",
                "version": "0",
                "do": do,
            },
            phase=Phase.AGREE,
            status=Status.PRIORITISED,
            after={"ada": 409, "leo": 403, "cora": 404},
        )
        for do in ("save", "send")
    ],
    "POST /m/{meeting}/chosen": [replace(AT_DESK, fields={"idea": "{idea}"}, phase=Phase.AGREE)],
    "POST /m/{meeting}/heard": [
        Row(
            all_get(PARTICIPANTS, 303),
            refused=NO_PART,
            fields={"heard": "yes"},
            phase=Phase.CLOSE,
            after={"ben": 409, "cleo": 404, "ada": 403},
        )
    ],
    "GET /b/{board}": [
        Row({"leo": 200, "ada": 200}, refused=all_get(MEMBERS, 303), shows="Koordinatorer"),
        Row(all_get(ROOM, 303) | {"leo": 200, "ada": 200}, after=all_get(MEMBERS, 303) | {"leo": 200, "ada": 200}),
    ],
    "POST /ideas/{idea}/follow": [
        Row(all_get(ROOM, 303), fields={"mail": "ida@example.org"}, after={"ben": 303, "cleo": 404}),
        Row({}, fields={"mail": "ida@example.org"}, ids={"idea": "hidden"}),
    ],
    "GET /follow/{token}": [Row(PUBLIC, ids={"token": "follow"}, shows="Nej tak")],
    "POST /follow/{token}": [
        Row({"nobody": 200}, ids={"token": "follow"}, fields={"do": "yes"}, others=False),
        Row({"nobody": 200}, ids={"token": "follow"}, fields={"do": "erase"}, unknown=200, others=False),
    ],
    "GET /login": [Row(all_get(EVERYBODY, 200) | all_get(STAFF_ANYWHERE, 303), unknown=None)],
    "POST /login": [Row({"nobody": 200, "ben": 200}, fields={"mail": "{leader_mail}"}, unknown=None, others=False)],
    # No provider is named here: tests/views/single_sign_on/ says who gets through one.
    "GET /login/with/{provider}": [Row({}, ids={"provider": "board"})],
    "GET /login/with/{provider}/back": [Row({}, ids={"provider": "board"})],
    "GET /login/{token}": [Row(PUBLIC, ids={"token": "link"}, unknown=303)],  # who is signed in already is led on
    "POST /login/{token}": [Row({"nobody": 303, "cleo": 410}, ids={"token": "link"}, unknown=303, others=False)],
    "POST /logout": [Row(all_get(ROOM, 303), refused=all_get(("nobody",), 303), unknown=None, others=False)],
    "GET /boards": [
        Row(
            {"leo": 200, "ada": 200},
            all_get(("nobody",), 303) | all_get(("cora", "lars"), 200),
            shows="Afdelingens Peerboard",
            unknown=None,
        )
    ],
    "GET /mail/{secret}": [Row({}, ids={"secret": "link"})],
    **load_rows(),
}

PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "meeting": ("meeting", ROOM),
    "desk": ("meeting", ("ada",)),
    "screen": ("screen", EVERYBODY),
    "idea": ("idea", ROOM),
    "answer": ("idea", ("ada", "leo")),
    "progress": ("board", ROOM),
    "sifted": ("board", ROOM),
    "agenda": ("planning", ROOM),
    "moderation": ("board", ("ada",)),
    "screening": ("screening", ("ada",)),
}
"""Live pages: the value that `id` holds, and who may follow it."""
