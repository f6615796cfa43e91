"""What a citizen opens with their own link, or the code on their slip, without an account: what was asked, the answer,
whether it may become an idea, and taking it back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import RETURN_LENGTH, normal
from server.core.access import language_of, runtime_of
from server.core.errors import N_, Invalid, NotNow, TooMany
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page
from server.web.rate_limits import address_of
from server.work.enquiries.becoming import say_yes
from server.work.enquiries.by_link import load_by_link
from server.work.enquiries.erasing import erase_by_link
from server.work.enquiries.slip import by_code

WRONG_CODE = N_("Koden passer ikke. Se efter på sedlen, og prøv igen.")
SURE = N_("Sæt kryds, hvis du vil slette den.")


async def ask(request: Request) -> Response:
    """The field for the code on a slip."""
    return _ask(request)


def _ask(request: Request, *, status: int = 200, problem: str = "", typed: str = "") -> Response:
    known: dict[str, Any] = {"problem": problem, "typed": typed}
    return page(request, "work/enquiries/code.html", language=language_of(request), status=status, **known)


async def open_by_code(request: Request) -> Response:
    """Go where the code leads. Wrong ones are counted."""
    typed = (await form_of(request))["code"]
    tries, asked = request.app.state.wrong_codes, ("enquiry", address_of(request), normal(typed))
    if not await tries.may_try(*asked):
        slow = TooMany()
        return _ask(request, status=slow.status, problem=slow.sentence, typed=typed)
    token = None
    if len(normal(typed)) == RETURN_LENGTH:
        async with runtime_of(request).database.snapshot() as session:
            token = await by_code(session, runtime_of(request).settings, typed)
    if token is None:
        await tries.was_wrong(*asked)
        return _ask(request, status=404, problem=WRONG_CODE, typed=typed)
    return RedirectResponse(f"/h/{token}", 303)


async def look(request: Request) -> Response:
    """The citizen's page. Opening it changes nothing, since mail scanners open links too."""
    return await _page(request)


async def _page(request: Request, *, status: int = 200, **extra: Any) -> Response:
    runtime, token = runtime_of(request), request.path_params["token"]
    async with runtime.database.snapshot() as session:
        here = await load_by_link(session, runtime.settings, token)
    known: dict[str, Any] = {"here": here, "base": f"/h/{token}", "problem": None, "wrong": {}}
    known["said_yes"] = "yes" in request.query_params
    return page(request, "work/enquiries/link.html", language=language_of(request), status=status, **(known | extra))


async def become(request: Request) -> Response:
    """The citizen's yes."""
    try:
        await say_yes(runtime_of(request), request.path_params["token"])
    except (Invalid, NotNow) as problem:
        return await _page(request, **told_of(problem))
    return RedirectResponse(f"/h/{request.path_params['token']}?yes", 303)


async def erase(request: Request) -> Response:
    """Take it back, with a tick."""
    if (await form_of(request))["sure"] != "1":
        return await _page(request, status=422, wrong={"sure": SURE})
    await erase_by_link(runtime_of(request), request.path_params["token"])
    return page(request, "work/enquiries/erased.html", language=language_of(request))


routes = [
    Route("/h", ask),
    Route("/h", open_by_code, methods=["POST"]),
    Route("/h/{token}", look),
    Route("/h/{token}/idea", become, methods=["POST"]),
    Route("/h/{token}/erasing", erase, methods=["POST"]),
]
