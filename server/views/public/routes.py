"""The addresses that everybody may read, in Danish and in English. No cookie is read and none is set: the gate takes
out of a request whatever says who is asking (`server/web/open_paths.py`), and sends what is kept before it comes here.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from server.core.access import runtime_of
from server.core.errors import Away, Gone, NotFound
from server.core.settings import get_settings
from server.views.public import drawing, feeds
from server.views.public.cache import OpenPages
from server.views.public.content import OpenBoard
from server.views.public.listing import Wish
from server.views.public.minutes import load_open_minutes
from server.views.public.refusals import refusal
from server.views.public.spots import (
    GROUPS,
    LARGE,
    LISTS,
    SITEMAP,
    SMALL,
    SPELLINGS,
    Leaf,
    Spot,
    asked_in,
    key_of,
    language_at,
)
from server.web import answer_headers
from server.web.answer_headers import POLICY
from server.web.files.making import Busy, making_of
from server.web.files.sheet import MAKER
from server.web.kept import Kept

HTML, MINUTE = "text/html; charset=utf-8", "public, max-age=60"
READ_ONLY = POLICY.replace("script-src 'self'; ", "")
"""The policy of a page without scripts. A page may still fetch from here: that is how Lighthouse reads robots.txt."""
NOBODY = "frame-ancestors 'none'"
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
ROBOTS = "User-agent: *\nDisallow: /\n{allowed}Sitemap: {url}/sitemap.xml\n"
Make = Callable[[Request, OpenBoard, Spot, str], Awaitable[bytes]]


class Sent(Response):
    """An answer that is kept, as a response."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        await self._kept.answer(scope, send)


def headers_of(spot: Spot, kind: str, content: OpenBoard | None = None) -> dict[str, str]:
    """The headers of an open page, `kind` being its media type. Search engines may keep pages, and nothing else; the
    hosts that a board names may show its frame, and nobody any other page."""
    policy = READ_ONLY
    found = {"Content-Type": kind, "Cache-Control": MINUTE}
    if spot.leaf is Leaf.FRAME and content is not None:
        hosts = " ".join(f"https://{host}" for host in content.embedded_in if HOST.fullmatch(host))
        policy = policy.replace(NOBODY, f"frame-ancestors {hosts}") if hosts else policy
        found["Cross-Origin-Resource-Policy"] = "cross-origin"
    if spot.leaf in {Leaf.LIST, Leaf.BOARD, Leaf.GROUP, Leaf.IDEA, Leaf.STORY, Leaf.RULES, Leaf.MINUTES}:
        found["X-Robots-Tag"] = "all"
    if spot.leaf in {Leaf.SHEET, Leaf.CALENDAR}:
        name = f"{spot.slug}.{'csv' if spot.leaf is Leaf.SHEET else 'ics'}"
        found["Content-Disposition"] = f'attachment; filename="{name}"'
    return found | {"Content-Security-Policy": policy}


def _kept(request: Request, body: bytes, headers: dict[str, str]) -> Kept:
    """A page to keep, with all headers that it is sent with."""
    every = answer_headers.headers_of(runtime_of(request).settings)
    return Kept.of(body, every | headers, request.scope.get("route"))


async def _answered(request: Request, spot: Spot, kind: str, make: Make) -> Response:
    """The page, kept or made now; or why there is none, in words for strangers."""
    path, pages = request.scope["path"], runtime_of(request).the(OpenPages)
    language = language_at(path)
    key = spot.path(language)

    async def draw() -> Kept:
        content = await pages.board(spot.slug)
        body = await make(request, content, spot, language)
        return _kept(request, body, headers_of(spot, kind, content))

    try:
        if key != key_of(request.scope):
            raise NotFound  # "/007" is not another address of idea 7, nor "/side/1" of a first page
        return Sent(await pages.answer(key, spot.slug, draw))
    except (NotFound, Gone, Away, Busy) as problem:
        return refusal(path, problem)


def _page(leaf: Leaf, draw: Callable[[OpenBoard, Spot, str], str]) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers with a page."""

    async def make(request: Request, content: OpenBoard, spot: Spot, language: str) -> bytes:
        html = await runtime_of(request).the(OpenPages).turn.draw(lambda: draw(content, spot, language))
        return html.encode()

    async def answer(request: Request) -> Response:
        return await _answered(request, _spot(request, leaf), HTML, make)

    return answer


def _file(leaf: Leaf, kind: str, make: Make) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers with something for another program."""

    async def answer(request: Request) -> Response:
        return await _answered(request, _spot(request, leaf), kind, make)

    return answer


def _spot(request: Request, leaf: Leaf) -> Spot:
    told: dict[str, Any] = request.path_params
    language = language_at(request.scope["path"])
    spelled = told.get("group", "")
    group = next((each.key for each in GROUPS if each.spelled[language] == spelled), "") if spelled else ""
    large = leaf is Leaf.POSTER and asked_in(request.scope).get(SPELLINGS[language].size) == LARGE
    size = LARGE if large else SMALL
    return Spot(
        leaf, told.get("slug", ""), _counted(told.get("number", "0")), group, _counted(told.get("page", "1")), size
    )


def _counted(spelled: str) -> int:
    """The number in an address; 0, which no page has, for anything else. "007" is caught by its address."""
    return int(spelled) if spelled.isascii() and spelled.isdigit() and len(spelled) < 10 else 0


async def _atom(request: Request, content: OpenBoard, _: Spot, language: str) -> bytes:
    return await runtime_of(request).the(OpenPages).turn.draw(lambda: feeds.atom(content, language))


async def _calendar(_: Request, content: OpenBoard, __: Spot, ___: str) -> bytes:
    return feeds.calendar(content)


async def _minutes(request: Request, content: OpenBoard, at: Spot, language: str) -> bytes:
    async with runtime_of(request).database.snapshot() as session:
        record, document = await load_open_minutes(session, content, at.number, language)
    return drawing.minutes_html(content, record, document, language, at.page).encode()


async def _sheet(request: Request, content: OpenBoard, spot: Spot, _: str) -> bytes:
    """In a process of its own, like all our files: a board may have megabytes of it."""
    board = runtime_of(request).the(OpenPages).board_id(spot.slug)
    return await making_of(request).make(request, board, MAKER, {"rows": feeds.rows(content)})


async def boards(request: Request) -> Response:
    """All open boards. A search is drawn for whoever searches, and not kept."""
    path, pages, asked = request.scope["path"], runtime_of(request).the(OpenPages), asked_in(request.scope)
    language, spot, key = language_at(path), Spot(Leaf.LIST), key_of(request.scope)
    wish = Wish(asked.get("q", "")[:100].strip(), asked.get("region", ""), asked.get("kind", ""))
    side = asked.get("side", "1")

    async def draw() -> Kept:
        listed, page = await pages.listed(), max(1, _counted(side))
        html = await pages.turn.draw(lambda: drawing.list_html(listed, wish, language, page))
        return _kept(request, html.encode(), headers_of(spot, HTML))

    try:
        return Sent(await pages.answer(key, "", draw) if key else await draw())
    except (NotFound, Away) as problem:
        return refusal(path, problem)


async def sitemap(request: Request) -> Response:
    """Where search engines begin."""
    pages = runtime_of(request).the(OpenPages)

    async def draw() -> Kept:
        found = {"Content-Type": "application/xml", "Cache-Control": MINUTE}
        return _kept(request, feeds.sitemap(await pages.listed()), found)

    try:
        return Sent(await pages.answer(SITEMAP, "", draw))
    except Away as problem:
        return refusal(SITEMAP, problem)


async def robots(_: Request) -> Response:
    """What search engines may read: the open pages and what they are drawn with."""
    roots = (*sorted(LISTS), "/static/", "/colours/", SITEMAP)
    allowed = "".join(f"Allow: {root}\n" for root in roots)
    return PlainTextResponse(
        ROBOTS.format(allowed=allowed, url=get_settings().public_url), headers={"Cache-Control": MINUTE}
    )


def _routes() -> list[Route]:
    found = [Route("/robots.txt", robots), Route(SITEMAP, sitemap)]
    board = _page(Leaf.BOARD, lambda content, _, language: drawing.board_html(content, language))
    group = _page(Leaf.GROUP, lambda content, at, language: drawing.group_html(content, at.group, language, at.page))
    idea = _page(Leaf.IDEA, lambda content, at, language: drawing.idea_html(content, at.number, language, at.page))
    story = _page(Leaf.STORY, lambda content, at, language: drawing.story_html(content, at.number, language))
    poster = _page(Leaf.POSTER, lambda content, at, language: drawing.poster_html(content, at.size, language))
    frame = _page(Leaf.FRAME, lambda content, _, language: drawing.frame_html(content, language))
    rules = _page(Leaf.RULES, lambda content, _, language: drawing.rules_html(content, language))
    records = _page(Leaf.MINUTES, lambda content, at, language: drawing.records_html(content, language, at.page))
    minutes = _file(Leaf.MINUTES, HTML, _minutes)
    for told in SPELLINGS.values():
        at, leaf = f"/{told.root}/{{slug}}", told.leaves
        found += [
            Route(f"/{told.root}", boards),
            Route(at, board),
            Route(f"{at}/{leaf[Leaf.POSTER]}", poster),
            Route(f"{at}/{leaf[Leaf.FRAME]}", frame),
            Route(f"{at}/{leaf[Leaf.RULES]}", rules),
            Route(f"{at}/{leaf[Leaf.FEED]}", _file(Leaf.FEED, "application/atom+xml; charset=utf-8", _atom)),
            Route(f"{at}/{leaf[Leaf.SHEET]}", _file(Leaf.SHEET, "text/csv; charset=utf-8", _sheet)),
            Route(f"{at}/{leaf[Leaf.CALENDAR]}", _file(Leaf.CALENDAR, "text/calendar; charset=utf-8", _calendar)),
            Route(f"{at}/{told.group}/{{group}}", group),
            Route(f"{at}/{told.group}/{{group}}/{told.page}/{{page}}", group),
            Route(f"{at}/{leaf[Leaf.MINUTES]}", records),
            Route(f"{at}/{leaf[Leaf.MINUTES]}/{told.page}/{{page}}", records),
            Route(f"{at}/{leaf[Leaf.MINUTES]}/{{number}}", minutes),
            Route(f"{at}/{leaf[Leaf.MINUTES]}/{{number}}/{told.page}/{{page}}", minutes),
            Route(f"{at}/{{number}}", idea),
            Route(f"{at}/{{number}}/{told.page}/{{page}}", idea),
            Route(f"{at}/{{number}}/{leaf[Leaf.STORY]}", story),
        ]
    return found


routes = _routes()
