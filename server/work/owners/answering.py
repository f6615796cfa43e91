"""How every form about the work on an idea is answered, whether sent by staff from its page or by an owner from their
link."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Problem
from server.ideas.ideas.pages import story_own, story_page
from server.web.edit_conflicts import ChangedMeanwhile, as_was
from server.web.forms import form_of
from server.web.guards import AtIdea, at_idea_as_staff
from server.web.html import wants_fragments
from server.work.owners.at_link import link_page
from server.work.owners.doing import Doing, by_link, by_seat
from server.work.owners.work import WORKING

Act = Callable[[Doing, Mapping[str, str]], Awaitable[None]]


async def answer(request: Request, form: str, act: Act, *, then: Callable[[], Response] | None = None) -> Response:
    """Do `act` with what was typed in `form`, then answer with `then()` or a redirect. When it is refused, show the
    form again with everything that was typed."""
    typed = await form_of(request)
    token = request.path_params.get("token")
    here = None if token else await at_idea_as_staff(request)
    try:
        async with _door(request, here) as doing:
            await act(doing, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        return await _again(request, here, form, typed, problem)
    if then is not None:
        return then()
    if here is None:
        return RedirectResponse(f"/o/{token}?told", 303)
    return RedirectResponse(f"/ideas/{here.idea.public_id}?told#work", 303)


def _door(request: Request, here: AtIdea | None) -> AbstractAsyncContextManager[Doing]:
    runtime = runtime_of(request)
    if here is None:
        return by_link(runtime, request.path_params["token"])
    return by_seat(runtime, here.seat, here.idea)


async def _again(request: Request, here: AtIdea | None, form: str, typed: dict[str, str], problem: Problem) -> Response:
    working = WORKING | {"form": form, "typed": typed, "problem": problem.sentence}
    if isinstance(problem, Invalid):
        working["wrong"] = problem.fields
    if isinstance(problem, ChangedMeanwhile):
        clashes = {name: problem.now[name] for name in problem.clashes}
        working |= {"typed": problem.form, "clashes": clashes, "was": as_was(problem.now)}
    if here is None:
        return await link_page(request, status=problem.status, working=working)
    show = story_own if wants_fragments(request) else story_page
    return await show(request, here, status=problem.status, working=working)
