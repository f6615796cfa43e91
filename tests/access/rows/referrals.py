"""Who may ask another body about an idea, and who answers: whoever leads the unit that was asked, the coordinator of
the board on their behalf, and whoever holds the link; nobody else, the board's own leader and members among them."""

from schemas.flow import Status
from tests.access.row import MEMBERS, PUBLIC, Row, all_get

AWAY = Status.ELSEWHERE
REASON = "Det er kommunen, der står for det."
NO = {"status": "declined", "text": REASON}
HOP = {"unit": "Kommunen", "text": REASON}


def theirs(fields: dict[str, str]) -> Row:
    """A form of the unit's leader; the coordinator who comes after that is too late."""
    return Row({"lars": 303, "ada": 409}, fields=fields, status=AWAY, after={"ada": 303, "leo": 404, "ben": 404})


def by_link(fields: dict[str, str]) -> Row:
    """A form behind the link, which is dead when it was sent."""
    fields = fields | {"name": "Ina Ravn"}
    return Row({"nobody": 200}, fields=fields, ids={"token": "asked"}, status=AWAY, others=False, after={"nobody": 200})


def of_the_board(*, leo: int = 403) -> Row:
    """A form of whoever sent it, and of the coordinators."""
    good = {"ada": 303}
    return Row(good, {"leo": leo}, {"text": REASON}, status=AWAY, after={"ada": 303, "ben": 404, "lars": 404})


ROWS: dict[str, list[Row]] = {
    "GET /ideas/{idea}/referral": [
        Row(all_get(("leo", "ada"), 200), all_get(MEMBERS, 403), status=Status.REVIEW, shows="Hvad spørger I om?")
    ],
    "POST /ideas/{idea}/referral": [
        Row(
            all_get(("leo", "ada"), 200),
            all_get(MEMBERS, 403),
            {"unit": "Kommunen", "reply_by": "{day}"},
            status=Status.REVIEW,
            writes=False,
        )
    ],
    "GET /referrals/{referral}": [
        Row(all_get(("lars", "ada"), 200), {"nobody": 303}, status=AWAY, shows="shown idea", after={"lars": 200})
    ],
    "POST /referrals/{referral}/answer": [theirs(NO)],
    "POST /referrals/{referral}/return": [theirs({"text": REASON})],
    "POST /referrals/{referral}/passing": [theirs(HOP)],
    "POST /referrals/{referral}/withdrawal": [of_the_board()],
    "POST /referrals/{referral}/dispute": [
        Row({"ada": 409}, {"leo": 403}, {"text": REASON}, status=AWAY, writes=False),
    ],
    "GET /r/{token}": [Row(PUBLIC, ids={"token": "asked"}, shows="shown idea", status=AWAY, after={"nobody": 200})],
    "POST /r/{token}/answer": [by_link(NO)],
    "POST /r/{token}/return": [by_link({"text": REASON})],
    "POST /r/{token}/passing": [by_link(HOP)],
}
