"""The page behind an owner's link, and the forms that change who has an idea."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import language_of
from server.web.html import page
from server.work.owners import commands
from server.work.owners.pages import answer, link_page


async def look(request: Request) -> Response:
    """The owner's idea and what they may do about it. Opening it does nothing, since mail scanners open links too."""
    return await link_page(request, told="told" in request.query_params)


async def owners(request: Request) -> Response:
    """Give the idea to one or two others."""
    return await answer(request, "owners", commands.change_owners)


async def leave(request: Request) -> Response:
    """ "Jeg kan ikke længere have ansvaret". For an owner with a link that is the last page, and it says thanks."""
    by_link = "token" in request.path_params

    def thanks() -> Response:
        return page(request, "work/owners/left.html", language=language_of(request))

    return await answer(request, "leave", commands.resign, then=thanks if by_link else None)


routes = [
    Route("/o/{token}", look),
    Route("/o/{token}/leaving", leave, methods=["POST"]),
    Route("/ideas/{idea}/leaving", leave, methods=["POST"]),
    Route("/ideas/{idea}/owners", owners, methods=["POST"]),
]
