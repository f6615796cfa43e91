"""What a proposer does with their own ideas, and what anybody sees of theirs."""

from schemas.flow import Status
from tests.access.row import EVERYBODY, MEMBERS, ROOM, Row, all_get

ROWS: dict[str, list[Row]] = {
    "GET /mine": [Row(all_get(EVERYBODY, 303), unknown=None)],
    "GET /b/{board}/mine": [
        Row(all_get(ROOM, 200), after=all_get(ROOM, 200), shows="Afdelingens Peerboard"),
    ],
    "GET /ideas/{idea}/poster": [
        Row(all_get(ROOM, 200), after=all_get(ROOM, 200), shows="shown words"),
        Row({}, ids={"idea": "hidden"}),
    ],
    "POST /b/{board}/mine/mail": [
        # who has written nothing and follows nothing has nothing to be told of
        Row({"ben": 303, "olga": 303}, fields={"mail": "ida2@example.org"}, after={"ben": 303, "cleo": 404}),
    ],
    "GET /b/{board}/mine/erase": [
        Row(all_get(MEMBERS, 200), after=all_get(MEMBERS, 200), shows="Slet mig nu"),
    ],
    "POST /b/{board}/mine/erase": [
        Row(
            {"rie": 303},
            refused=all_get(("olga", "finn", "ben"), 422),  # it is Rie's return code
            fields={"code": "{return_code}"},
            after={"rie": 303, "ben": 422, "ada": 404, "leo": 404},
        ),
    ],
    "GET /b/{board}/erase": [Row({"ada": 200}, shows="Har en person bedt om det", after={"ada": 200, "ben": 404})],
    "GET /erased": [Row(all_get(EVERYBODY, 200), unknown=None, shows="Det bliver stående")],
    "POST /ideas/{idea}/additions": [
        Row({"ben": 303}, fields={"key": "k", "text": "Også om natten"}, after={"ben": 303, "rie": 404, "ada": 404}),
        Row({}, refused={"ben": 409}, fields={"key": "k", "text": "Også om natten"}, ids={"idea": "hidden"}),
    ],
    "POST /ideas/{idea}/attention": [
        Row({"ben": 303}, fields={"key": "k"}, status=Status.REVIEW, after={"ben": 303, "rie": 404, "leo": 404}),
        Row({}, refused={"ben": 409}, fields={"key": "k"}),
    ],
}
