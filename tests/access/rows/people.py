"""Who may invite, change a seat, and write for others on paper: rows of the table."""

from schemas.format import Phase
from tests.access.row import AT_DESK, EVERYBODY, PUBLIC, Row

FOR_ADA = {"ada": 200}
"""The coordinator alone; for everybody else it is not there."""
ROWS: dict[str, list[Row]] = {
    "GET /m/{meeting}/invitations": [Row(FOR_ADA, shows="På mail", after={"ada": 200, "ben": 404})],
    "POST /m/{meeting}/invitations/mail": [
        Row({"ada": 303}, fields={"list": "ny@home.test", "form": "k"}, after={"ada": 409, "ben": 404})
    ],
    "POST /m/{meeting}/invitations/sheet": [Row(FOR_ADA, fields={"slips-any": "1"}, after={"ada": 409, "ben": 404})],
    "GET /m/{meeting}/invitations/poster": [Row(FOR_ADA, shows="Plakat til mødet", after={"ada": 200, "ben": 404})],
    "POST /m/{meeting}/invitations/end": [AT_DESK],
    "GET /i/{token}": [Row(PUBLIC, ids={"token": "invited"}, shows="Indbydelsen er til dig", after={"nobody": 404})],
    "POST /i/{token}": [
        Row(
            {"nobody": 303},
            fields={"role": "patient", "name": "Ny"},
            ids={"token": "invited"},
            after={"nobody": 404},
            others=False,
        ),
        Row({}, fields={"role": "coordinator"}, refused=dict.fromkeys(EVERYBODY, 422), ids={"token": "invited"}),
    ],
    "GET /seats/{seat}": [Row(FOR_ADA, shows="Gem navnet", after={"ada": 200, "ben": 404})],
    "GET /seats/{seat}/erase": [Row(FOR_ADA, shows="Slet personen nu", after={"ada": 200, "ben": 404})],
    "POST /seats/{seat}/erase": [
        Row({"ada": 303}, fields={"asked": "1"}, after={"ada": 303, "ben": 404, "leo": 404}),
        Row({}, {"ada": 422}),  # not without saying that the person has asked
    ],
    "POST /seats/{seat}/name": [Row({"ada": 303}, fields={"name": "Nyt navn"}, after={"ben": 404})],
    "POST /seats/{seat}/role": [
        Row({"ada": 303}, fields={"role": "relative"}, after={"ben": 404}),  # the one it has: what was said is seen
        Row({}, {"ada": 409}, fields={"role": "patient"}),  # they have voted
        Row({}, {"ada": 422}, fields={"role": "leader"}),
    ],
    "POST /seats/{seat}/scribe": [Row({"ada": 303}, fields={"scribe": "1"}, after={"ben": 404})],
    "GET /m/{meeting}/paper": [Row(FOR_ADA, shows="Skriv for andre", after={"ada": 200, "ben": 404})],
    "GET /m/{meeting}/paper/cards": [Row(FOR_ADA, shows="shown idea", after={"ada": 200, "ben": 404})],
    "GET /m/{meeting}/paper/slips": [Row(FOR_ADA, shows="shown idea", after={"ada": 200, "ben": 404})],
    "POST /m/{meeting}/paper/ideas": [
        Row({"ada": 303}, fields={"key": "k", "title": "Ny", "role": "patient"}, after={"ada": 409, "ben": 404})
    ],
    "POST /ideas/{idea}/paper": [
        Row(
            {"ada": 303},
            fields={"version": "1", "title": "Anden", "role": "patient"},
            ids={"idea": "paper"},
            after={"ada": 409, "ben": 404},
        ),
        Row({}, fields={"version": "1", "title": "Anden", "role": "patient"}),
    ],
    "POST /rounds/{round}/slips": [
        Row(
            {"ada": 303},
            fields={"form": "k", "role": "patient", "dots-{idea}": "1"},
            phase=Phase.VOTE,
            after={"ada": 409, "ben": 404},
        )
    ],
    "POST /rounds/{round}/slips/{slip}/removal": [
        Row({"ada": 303}, phase=Phase.VOTE, writes=False, after={"ada": 409, "ben": 404})
    ],
}
