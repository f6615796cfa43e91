"""Pages and fragments: one Jinja environment per language, and what htmx needs."""

from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse

from schemas.board import Board
from schemas.flow import FLOW
from schemas.format import Written
from schemas.meeting import Meeting
from schemas.person import Person
from server.core import clock
from server.core.templates import Templates
from server.core.translations import WEB, say, speaking_of, spoken_of
from server.web.assets import address as bundle
from server.web.fragment_cache import once
from server.web.header import header, header_of
from server.web.hyphens import hyphenated
from server.web.labels import WORDS
from server.web.look import PLAIN, look_of, worn
from server.web.read_as import read_as
from server.web.template_globals import template_globals

__all__ = ["WEB", "say"]
NO_STORE = {"Cache-Control": "no-store"}


@cache
def environment(language: str) -> Environment:
    """The templates in `language`."""
    env = Templates("pages", language, autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    env.globals |= {
        "language": language,
        "lang": language,
        "theme": "",
        "size": "",
        "words": WORDS,
        "flow": FLOW,
        "once": lambda *shown, caller: once((language, spoken_of.get(), *shown), caller),
        "partial": partial,
        "bundle": bundle,
        "worn": worn.get,
        "header": header.get,
        **template_globals(language),
    }
    env.filters["ms"] = lambda moment: int(moment.timestamp() * 1000)
    env.filters["hyphenated"] = hyphenated
    return env


def render(language: str, template: str, **context: Any) -> str:
    """A template rendered as text, with `context`, in the words of the meeting or board that this is about."""
    with speaking_of(_written(context)):
        return environment(language).get_template(template).render(**context)


def _written(context: Mapping[str, Any]) -> Written:
    view = context.get("view")
    for about in (context.get("meeting"), getattr(view, "meeting", None), getattr(view, "board", None)):
        if isinstance(about, Meeting | Board):
            return about.form.written
    return spoken_of.get()


def page(
    request: Request,
    template: str,
    *,
    language: str,
    status: int = 200,
    person: Person | None = None,
    **context: Any,
) -> HTMLResponse:
    """A whole page, which nobody may cache. It gets how the visitor reads, the ways that they have from there, and
    the look of the board that `context` is about; a 404 does not get the look, since it must not show whose it is."""
    base = read_as(request, status, context.get("live"))
    hidden = status == HTTPStatus.NOT_FOUND
    undress = worn.set(PLAIN if hidden else look_of(request, context))
    unhead = header.set(header_of(request, hidden=hidden))
    try:
        body = render(language, template, path=request.url.path, person=person, **(base | context))
    finally:
        worn.reset(undress)
        header.reset(unhead)
    return HTMLResponse(body, status, headers=NO_STORE)


def stream_of(
    name: str, subject: str, at: object, seat: str = "", *, mine: str = "", acted: bool = False
) -> dict[str, object]:
    """What the browser must know to follow a page: the page's `name` and `subject`, the position it was rendered at,
    the seat, the URL of the visitor's own parts, and what time it is."""
    known = {"page": name, "id": subject, "board": "", "at": str(at), "seat": seat, "mine": mine, "acted": acted}
    return known | {"now": clock.now()}


def partial(target: str, content: str) -> Markup:
    """What makes htmx replace the element with the id `target` by `content`, which must be safe HTML."""
    return Markup(f"<hx-partial hx-target='#{escape(target)}' hx-swap='outerMorph'>{content}</hx-partial>")  # noqa: S704 - the content was rendered with escaping


def fragments(language: str, *parts: tuple[str, str], status: int = 200, **context: Any) -> HTMLResponse:
    """An answer to htmx: `parts` are pairs of an element's id and the template to replace it with."""
    return swapped(((target, render(language, template, **context)) for target, template in parts), status)


def swapped(drawn: Iterable[tuple[str, str]], status: int = 200) -> HTMLResponse:
    """The same for parts that have been drawn: pairs of an element's id and its HTML."""
    content = "".join(partial(target, html) for target, html in drawn)
    return HTMLResponse(content, status, headers=NO_STORE)


def wants_fragments(request: HTTPConnection) -> bool:
    """Whether htmx is asking; a plain form gets a page or a redirect instead."""
    return request.headers.get("hx-request") == "true"
