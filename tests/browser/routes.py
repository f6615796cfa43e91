"""Which pages nobody has looked at: those of all routes in the access table, as somebody there may see them."""

from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.routing import Match, Route

from server.core.database import Database
from tests.access.row import MEMBERS, Row
from tests.access.table import TABLE
from tests.access.world import World, wire_to
from tests.support.dom import Page
from tests.support.site import Site

READERS = ("ben", "olga", "nobody", "leo", "lars", "cora", "ada")
"""Whose page is looked at: the first who may see it."""
TURNED = "as the page before it, with more; tests/views/public/ turns them"
UNLOOKED = {
    "GET /b/{board}/mine/belongings.json": "a file, for whoever has given their code",
    "GET /login/with/{provider}": "leads to somebody else's page",
    "GET /login/with/{provider}/back": "leads back into ours",
    "GET /mail/{secret}": "mail of an example that sends none",
} | {
    f"GET /{root}/{{slug}}/{what}{page}": TURNED
    for root, page, idea, group, minutes in (
        ("aabent", "/side/{page}", "{number}", "trin/{group}", "referat"),
        ("open", "/page/{page}", "{number}", "step/{group}", "minutes"),
    )
    for what in (idea, group, minutes, f"{minutes}/{{number}}")  # and its first page is looked at
}
"""Pages that the judges do not look at, and why."""


def route_of(app: Starlette, path: str) -> str:
    """The row of the access table that an address belongs to; empty for an address that leads nowhere."""
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0], "headers": []}
    routes = (route for route in app.routes if isinstance(route, Route))
    return next((f"GET {route.path}" for route in routes if route.matches(scope)[0] is Match.FULL), "")


def reader(row: Row) -> str:
    """Who looks at a page that the row lets somebody see; nobody's name where it lets none."""
    return next((who for who in READERS if row.good.get(who) == 200), "")


def missing(seen: set[str]) -> list[str]:
    """Routes that no walk came by, and that no row of theirs shows to a reader or leads on from."""
    return [
        route
        for route, rows in TABLE.items()
        if route.startswith("GET ") and route not in seen | UNLOOKED.keys()
        if not any(reader(row) or min(row.good.values(), default=0) >= 204 for row in rows)
    ]


async def others(site: Site, database: Database, seen: set[str]) -> AsyncIterator[tuple[str, Page, bool]]:
    """The pages of all routes that are not in `seen`, each by its route, and whether members read it. Files, parts of
    pages, and what only leads on are no pages."""
    routes = [route for route in TABLE if route.startswith("GET ") and route not in seen]
    first = [next((row for row in TABLE[route] if reader(row)), None) for route in routes]
    left = [(row, route) for row, route in zip(first, routes, strict=True) if row is not None]
    wanted = {(row.phase, row.status): None for row, _ in left}
    async with wire_to(site.url) as wire:
        for phase, status in wanted:
            world = await World.make(wire, database, phase, status)
            for row, route in left:
                if (row.phase, row.status) != (phase, status):
                    continue
                who = reader(row)
                names = {name: world.values[value] for name, value in row.ids.items()}
                answer = await world.get(who, route.removeprefix("GET ").format(**(world.values | names)))
                assert answer.status_code == 200, f"{route} for {who}: {answer.status_code}"
                if answer.text[:9].lower() == "<!doctype":
                    yield route, Page(answer.text, str(answer.url)), who in (*MEMBERS, "nobody")
