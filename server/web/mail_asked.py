"""Limits how often somebody may have us write to an address that they typed."""

from starlette.requests import Request

from server.core.errors import TooMany
from server.web.rate_limits import address_of


async def may_ask(request: Request, seat: str) -> None:
    """Count an attempt to ask for mail, by the public id of a seat and whatever address was typed. Raises TooMany."""
    tried, address = request.app.state.wrong_codes, address_of(request)
    if not await tried.may_try("follow", address, seat):
        raise TooMany
    await tried.was_wrong("follow", address, seat)
