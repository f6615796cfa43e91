"""Steps and news: the same forms for staff on the idea's page and for an owner behind their link."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.work.answers.needs import chosen
from server.work.owners.doing import Doing
from server.work.owners.pages import answer
from server.work.steps import commands


async def news(request: Request) -> Response:
    """Post a line about how it goes."""
    return await answer(request, "news", commands.tell_news)


async def plan(request: Request) -> Response:
    """Plan a step."""
    return await answer(request, "plan", commands.plan)


async def edit(request: Request) -> Response:
    """Change a step's text, person or day."""
    step = request.path_params["step"]

    async def act(doing: Doing, typed: Mapping[str, str]) -> None:
        await commands.edit(doing, step, typed)

    return await answer(request, f"step-{step}", act)


async def take(request: Request) -> Response:
    """Mark a step as taken; the last one comes with the next step, or with what was done."""
    step = request.path_params["step"]

    async def act(doing: Doing, typed: Mapping[str, str]) -> None:
        await commands.take(doing, step, typed)

    return await answer(request, f"take-{step}", act)


async def take_back(request: Request) -> Response:
    """Undo taking a step."""
    step = request.path_params["step"]

    async def act(doing: Doing, typed: Mapping[str, str]) -> None:
        await commands.take_back(doing, step, typed)

    return await answer(request, f"back-{step}", act)


async def move(request: Request) -> Response:
    """Move the idea as the owner behind a link, as FLOW allows owners. Staff have another address for that."""

    async def act(doing: Doing, typed: Mapping[str, str]) -> None:
        await commands.move(doing, chosen(typed), typed)

    return await answer(request, "status", act)


routes = [
    *(
        Route(f"{door}{path}", do, methods=["POST"])
        for door in ("/ideas/{idea}", "/o/{token}")
        for path, do in (
            ("/news", news),
            ("/steps", plan),
            ("/steps/{step}", edit),
            ("/steps/{step}/taking", take),
            ("/steps/{step}/waiting", take_back),
        )
    ),
    Route("/o/{token}/status", move, methods=["POST"]),
]
