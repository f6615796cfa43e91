"""Reading a form that asks for news by mail, and limiting how often somebody may ask."""

from collections.abc import Mapping

from starlette.requests import Request

from server.core.access import Here
from server.core.errors import TooMany
from server.ideas.follows.commands import Wish
from server.web.rate_limits import address_of


async def may_ask(request: Request, here: Here) -> None:
    """Count an attempt to ask for mail, per seat and whatever address was typed. Raises TooMany."""
    tried, address, seat = request.app.state.wrong_codes, address_of(request), here.seat.public_id
    if not await tried.may_try("follow", address, seat):
        raise TooMany
    await tried.was_wrong("follow", address, seat)


def wish_of(here: Here, typed: Mapping[str, str]) -> Wish:
    """What a form asks for. The address is not checked yet."""
    return Wish(typed.get("mail", ""), here.visitor.language, typed.get("weekly") == "1")
