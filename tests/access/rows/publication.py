"""The open page from within: who chooses what everybody may read, and who says yes to words of their own."""

from tests.access.row import MEMBERS, STAFF_ONLY, Row, all_get

BOTH = {"ada": 200, "leo": 200}
READ = {"meeting": "minuted"}
YES = {"do": "yes", "seen": "{digest}"}
RETOLD = {"title": "Mere ro", "text": "", "do": "up"}
ROWS: dict[str, list[Row]] = {
    "GET /b/{board}/open": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="Idéer på siden")],
    "GET /b/{board}/open/look": [Row(BOTH, refused=all_get(MEMBERS, 403), shows="retold by the coordinator")],
    "POST /b/{board}/open": [Row({"ada": 303}, refused=STAFF_ONLY, fields={"text": "Velkommen"})],
    "POST /b/{board}/open/up": [Row({}, refused=STAFF_ONLY | {"ada": 303})],  # it is open
    "POST /b/{board}/open/down": [Row({"ada": 303}, refused=STAFF_ONLY)],
    "GET /ideas/{idea}/open": [Row({"ada": 200}, refused=STAFF_ONLY, shows="retold by the coordinator")],
    "POST /ideas/{idea}/open": [Row({}, refused=STAFF_ONLY | {"ada": 409}, fields={"seen": "{digest}"})],
    "POST /ideas/{idea}/open/retelling": [Row({"ada": 303}, refused=STAFF_ONLY, fields=RETOLD)],
    "POST /ideas/{idea}/open/removal": [Row({"ada": 303}, refused=STAFF_ONLY)],
    "POST /ideas/{idea}/open-words": [
        Row({"ben": 303}, fields=YES, after={"ben": 303, "rie": 404, "ada": 404, "leo": 404}),
        Row({}, refused={"ben": 409}, fields=YES, ids={"idea": "hidden"}),
    ],
    "GET /m/{meeting}/minutes/open": [Row({"ada": 200}, ids=READ, shows="Referat til alle")],
    "POST /m/{meeting}/minutes/open": [Row({"ada": 303}, ids=READ, fields={"version": "1", "own-other": "1"})],
    "POST /m/{meeting}/minutes/open/removal": [Row({"ada": 303}, ids=READ)],
}
