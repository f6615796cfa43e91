"""Reading a form that asks for news by mail, and limiting how often somebody may ask."""

from collections.abc import Mapping

from starlette.requests import Request

from server.core.access import Here
from server.ideas.follows.commands import Wish
from server.web import mail_asked


async def may_ask(request: Request, here: Here) -> None:
    """Count an attempt to ask for mail, per seat and whatever address was typed. Raises TooMany."""
    await mail_asked.may_ask(request, here.seat.public_id)


def wish_of(here: Here, typed: Mapping[str, str]) -> Wish:
    """What a form asks for. The address is not checked yet."""
    return Wish(typed.get("mail", ""), here.visitor.language, typed.get("weekly") == "1")
