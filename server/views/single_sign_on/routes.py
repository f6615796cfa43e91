"""To a provider and back."""

from contextlib import suppress

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.identity import ATTEMPT_LIFE
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.devices import device_of
from server.core.errors import N_, NotFound, Problem, Sentence, TooMany
from server.core.sessions import set_cookie
from server.core.settings import Settings
from server.organisation.people.failures import note_failure
from server.organisation.people.pages import HOME, login_page
from server.organisation.providers.configured import Provider, providers
from server.views.single_sign_on import commands
from server.views.single_sign_on.conversation import Refused, Silent
from server.web.rate_limits import address_of
from server.web.return_to import return_to_of
from server.web.without_cookie import marked

log = structlog.get_logger(__name__)
SILENT = N_("%(provider)s svarer ikke lige nu. Prøv igen om lidt, eller få et link på mail.")
REFUSED = N_("Du blev ikke logget ind hos %(provider)s. Prøv igen, eller få et link på mail.")
PATH = "/login/with"


async def go(request: Request) -> Response:
    """Off to the provider, with a cookie for coming back: whoever gets hold of the address that leads back cannot use
    it in another browser, nor have somebody else use it."""
    runtime, visitor, provider = runtime_of(request), await visitor_of(request), _provider(request)
    coming, address, tried = return_to_of(request.query_params), address_of(request), request.app.state.wrong_codes
    try:
        if not await tried.may_try("login", address, provider.key):
            raise TooMany
        gone = await commands.go(runtime, provider, coming, visitor.language)
    except (Silent, Refused, TooMany) as problem:
        return _told(request, visitor, provider, problem, coming)
    answer = RedirectResponse(gone.url, 303)
    _mark(answer, runtime.settings, gone.token)
    return answer


async def back(request: Request) -> Response:
    """Back from the provider."""
    runtime, visitor, provider = runtime_of(request), await visitor_of(request), _provider(request)
    token = request.cookies.get(_cookie(runtime.settings), "")
    try:
        device = device_of(request.headers.get("user-agent", ""))
        came = await commands.come_back(runtime, provider, visitor, token, request.query_params, device)
    except (Silent, Refused, commands.TooLate, commands.NotKnown) as problem:
        await note_failure(request, provider.key)
        return _told(request, visitor, provider, problem, "")
    answer = RedirectResponse(came.coming or marked(HOME, None, "/login"), 303)
    set_cookie(answer, runtime, came.cookie)
    _mark(answer, runtime.settings, "")
    return answer


def _told(request: Request, visitor: Visitor, provider: Provider, problem: Exception, coming: str) -> Response:
    """The page to sign in from, with what went wrong."""
    if isinstance(problem, Problem):
        sentence, status = Sentence(problem.sentence, **problem.values), problem.status
    else:
        log.warning("a provider did not sign somebody in", provider=provider.key, why=str(problem))
        away = isinstance(problem, Silent)
        sentence, status = Sentence(SILENT if away else REFUSED, provider=provider.name), 503 if away else 403
    return login_page(request, visitor, coming=coming, status=status, told=sentence)


def _provider(request: Request) -> Provider:
    with suppress(KeyError):
        return providers(runtime_of(request).settings)[request.path_params["provider"]]
    raise NotFound


def _cookie(settings: Settings) -> str:
    return f"{settings.cookie_name}-login"


def _mark(answer: Response, settings: Settings, token: str) -> None:
    """Give the browser the token, or take it away. Lax: the way back begins on the provider's site."""
    life = int(ATTEMPT_LIFE.total_seconds()) if token else 0
    answer.set_cookie(
        _cookie(settings), token, max_age=life, path="/", secure=settings.secure, httponly=True, samesite="lax"
    )


routes = [
    Route(f"{PATH}/{{provider}}", go),
    Route(f"{PATH}/{{provider}}/back", back),
]
