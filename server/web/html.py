"""Pages and fragments: one Jinja environment per language, and the few helpers that htmx wants."""

from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse

from schemas.flow import FLOW
from schemas.person import Person
from server.core import clock
from server.core.translations import WEB, say, teach
from server.web.assets import address as bundle
from server.web.fragment_cache import once
from server.web.labels import WORDS
from server.web.look import PLAIN, look_of, worn
from server.web.read_as import read_as
from server.web.template_globals import template_globals

__all__ = ["WEB", "say"]
NO_STORE = {"Cache-Control": "no-store"}


@cache
def environment(language: str) -> Environment:
    """The templates as `language` reads them."""
    env = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    teach(env, language)
    env.globals |= {
        "language": language,
        "lang": language,
        "theme": "",
        "size": "",
        "words": WORDS,
        "flow": FLOW,
        "once": lambda *shown, caller: once((language, *shown), caller),
        "partial": partial,
        "bundle": bundle,
        "worn": worn.get,
        **template_globals(language),
    }
    env.filters["ms"] = lambda moment: int(moment.timestamp() * 1000)
    return env


def render(language: str, template: str, **context: Any) -> str:
    """One template as text."""
    return environment(language).get_template(template).render(**context)


def page(
    request: Request,
    template: str,
    *,
    language: str,
    status: int = 200,
    person: Person | None = None,
    **context: Any,
) -> HTMLResponse:
    """A whole page, never stored by anyone."""
    told = read_as(request, status, context.get("live"))
    hidden = status == HTTPStatus.NOT_FOUND  # whose it is must not show
    undress = worn.set(PLAIN if hidden else look_of(request, context))
    try:
        body = render(language, template, path=request.url.path, person=person, **(told | context))
    finally:
        worn.reset(undress)
    return HTMLResponse(body, status, headers=NO_STORE)


def stream_of(
    name: str, subject: str, at: object, seat: str = "", *, mine: str = "", acted: bool = False
) -> dict[str, object]:
    """What the browser must know to follow a page: which, from where, for which seat, where its own parts are, and
    what time it is."""
    known = {"page": name, "id": subject, "board": "", "at": str(at), "seat": seat, "mine": mine, "acted": acted}
    return known | {"now": clock.now()}


def partial(target: str, content: str) -> Markup:
    """What htmx puts in place of the element with the id `target`."""
    return Markup("<hx-partial hx-target='#{}' hx-swap='outerMorph'>{}</hx-partial>").format(target, Markup(content))  # noqa: S704 - rendered with escaping by the caller


def fragments(language: str, *parts: tuple[str, str], status: int = 200, **context: Any) -> HTMLResponse:
    """The personal elements of an answer to htmx: (dom id, template) pairs."""
    content = "".join(partial(target, render(language, template, **context)) for target, template in parts)
    return HTMLResponse(content, status, headers=NO_STORE)


def wants_fragments(request: HTTPConnection) -> bool:
    """True when htmx asks; a plain form gets a page or a redirect instead."""
    return request.headers.get("hx-request") == "true"
