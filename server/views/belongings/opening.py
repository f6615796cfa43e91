"""Opening what is kept of a member: with their return code, for a few minutes, on the screen where it was typed. Other
people use the same screen; a seat's cookie alone does not open it.

The browser keeps that it is open in a cookie of its own, which holds for one browser session, seat and code. Leaving
the meeting, another person on this screen or a new code end it too."""

import hmac
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from schemas.codes import RETURN_LENGTH, keyed_hash, normal
from schemas.seat import Seat
from schemas.session import BrowserSession
from server.core import clock
from server.core.access import Here, runtime_of
from server.core.errors import N_, Invalid, NotAllowed, TooMany
from server.web.rate_limits import address_of

COOKIE = "mine_opened"
OPEN = timedelta(minutes=5)
WRONG = N_("Koden er ikke rigtig. Se efter, om du har skrevet den rigtigt, eller spørg koordinatoren.")
MADE_ON_SCREEN = N_("Koden er lavet på en skærm, der var åben. Bed koordinatoren lukke den, og lav så en ny.")


async def check_code(request: Request, seat: Seat, typed: str) -> None:
    """Check that the seat's own return code was typed, within the limits on wrong ones. Raises TooMany, Invalid for a
    wrong code, and NotAllowed for one that was made with no other proof than this screen."""
    tries, asked = request.app.state.wrong_codes, ("return", address_of(request), normal(typed))
    if not await tries.may_try(*asked):
        raise TooMany
    hashed = keyed_hash(runtime_of(request).settings.secret, normal(typed))
    right = len(normal(typed)) == RETURN_LENGTH and hmac.compare_digest(hashed, seat.return_hash or b"")
    if not right:
        await tries.was_wrong(*asked)
        raise Invalid(WRONG, fields={"code": WRONG})
    if seat.code_by_screen:
        raise NotAllowed(MADE_ON_SCREEN)


def keep_open(request: Request, answer: Response, here: Here) -> None:
    """Have the browser know, for a few minutes, that the code was typed."""
    until = int((clock.now() + OPEN).timestamp())
    told = f"{until}.{_proof(request, here, until)}"
    answer.set_cookie(COOKIE, told, int(OPEN.total_seconds()), **_place(request, here))  # type: ignore[arg-type]


def close(request: Request, answer: Response, here: Here) -> None:
    """Have it forget that, and what it has shown."""
    answer.delete_cookie(COOKIE, **_place(request, here))  # type: ignore[arg-type]
    answer.headers["Clear-Site-Data"] = '"cache"'


def open_until(request: Request, here: Here) -> datetime | None:
    """Until when it is open on this screen; None if it is not."""
    until, _, proof = request.cookies.get(COOKIE, "").partition(".")
    if here.visitor.session is None or here.seat.return_hash is None or here.seat.code_by_screen:
        return None
    if not (until.isascii() and until.isdigit() and len(until) < 12 and int(until) > clock.now().timestamp()):
        return None
    if not hmac.compare_digest(proof.encode(), _proof(request, here, int(until)).encode()):
        return None
    return datetime.fromtimestamp(int(until), clock.now().tzinfo)


def _proof(request: Request, here: Here, until: int) -> str:
    session: BrowserSession | None = here.visitor.session
    code = (here.seat.return_hash or b"").hex()
    said = f"mine opened\0{session.id if session else 0}\0{here.seat.id}\0{code}\0{until}"
    return keyed_hash(runtime_of(request).settings.secret, said).hex()


def _place(request: Request, here: Here) -> dict[str, object]:
    secure = runtime_of(request).settings.secure
    return {"path": f"/b/{here.board.public_id}/mine", "secure": secure, "httponly": True, "samesite": "strict"}
