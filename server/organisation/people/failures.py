"""Noting that somebody could not sign in; only so often, since anybody can try."""

from starlette.requests import Request

from server.core.access import runtime_of
from server.organisation.people.commands import sign_in_failed
from server.web.rate_limits import address_of


async def note_failure(request: Request, tried_with: str) -> None:
    """Note it in the trail, unless too much was noted lately from there. Nothing is kept of what they tried with."""
    tried, address = request.app.state.wrong_codes, address_of(request)
    if await tried.may_try("failed", address, tried_with):
        await tried.was_wrong("failed", address, tried_with)
        await sign_in_failed(runtime_of(request))
