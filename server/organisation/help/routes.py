"""The pages of help. They ask no database, need no cookie and set none."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import visitor_or_stranger
from server.organisation.help.advice import SPECIAL, USUAL
from server.organisation.help.pictures import PICTURES, address
from server.web.html import page

PAGES = {
    "/hjaelp": "organisation/help/help.html",
    "/hjaelp/medlem": "organisation/help/for_member.html",
    "/hjaelp/leder": "organisation/help/for_leader.html",
    "/hjaelp/koordinator": "organisation/help/for_coordinator.html",
    "/hjaelp/medlemmer": "organisation/help/for_members_of_board.html",
    "/hjaelp/sager": "organisation/help/for_case.html",
    "/hjaelp/lyttepost": "organisation/help/for_listener.html",
    "/hjaelp/moedeform": "organisation/help/for_formats.html",
    "/hjaelp/moderator": "organisation/help/for_moderator.html",
    "/hjaelp/videre": "organisation/help/for_referral.html",
}
"""The template of each page, by its path."""


async def read(request: Request) -> Response:
    """One of the pages, in the language that the visitor reads."""
    visitor = await visitor_or_stranger(request)
    language = visitor.language
    pictures = {name: (address(name, language), size) for name, size in PICTURES.items()}
    return page(
        request,
        PAGES[request.url.path],
        language=language,
        person=visitor.person,
        pictures=pictures,
        advice=USUAL,
        special=SPECIAL,
    )


routes = [Route(path, read) for path in PAGES]
