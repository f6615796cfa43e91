"""Asking for the return code again: a screen on a ward is shared, and whoever holds it may be somebody else."""

import hmac

from starlette.requests import Request

from schemas.codes import keyed_hash, normal
from schemas.seat import Seat
from server.core.access import runtime_of
from server.core.errors import N_, Invalid, TooMany
from server.web.rate_limits import address_of

WRONG = N_("Koden passer ikke. Skriv din egen returkode.")
NONE = N_("Du har ingen returkode. Få en på siden med mødet, eller spørg koordinatoren.")


async def must_be_own_code(request: Request, seat: Seat, typed: str) -> None:
    """Raise Invalid unless what was typed is the return code of the seat, and TooMany after too many wrong ones."""
    if seat.return_hash is None:
        raise Invalid(NONE, fields={"code": NONE})
    tried, address, code = request.app.state.wrong_codes, address_of(request), normal(typed)
    if not await tried.may_try("return", address, code):
        raise TooMany
    if not hmac.compare_digest(keyed_hash(runtime_of(request).settings.secret, code), seat.return_hash):
        await tried.was_wrong("return", address, code)
        raise Invalid(WRONG, fields={"code": WRONG})
