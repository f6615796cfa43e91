"""What there is to aim at: every route of the app, and the forms with their real fields as pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from tests.access.row import EVERYBODY, own_fields
from tests.access.table import TABLE
from tests.access.world import World


@dataclass(frozen=True)
class Target:
    """One thing that can be asked, by somebody who may. `fields` as a page, or the table, has them."""

    method: str
    path: str
    who: str
    fields: tuple[tuple[str, str], ...] = field(default=())
    in_parts: bool = False

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms with the same fields at the same place are one kind: its parts, without what looks like an id."""
        parts = ["*" if len(part) > 15 else part for part in self.path.partition("?")[0].split("/")]
        return (self.method, *parts, "?", *sorted({name.split("-")[0] for name, _ in self.fields}))


class Targets:
    """Begins with the routes, and learns the forms of every page that is shown."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.found: dict[tuple[str, ...], Target] = {}
        for target in self._routes():
            self.found.setdefault((*target.kind, target.who), target)
        self._listed: list[Target] = []

    def _routes(self) -> Iterator[Target]:
        for route, rows in TABLE.items():
            method, path = route.split(" ")
            for row in rows:
                ids = self.world.values | {name: self.world.values[value] for name, value in row.ids.items()}
                fields = tuple(own_fields(self.world, row).items())
                for who in (*list(row.good)[-2:], "ada", "nobody"):
                    yield Target(method, path.format(**ids), who, fields)
        for path in ("/live", "/poll", "/static/css/base.css", "/static/bundle/x/a.css", "/colours/preview.css", "/x"):
            yield Target("GET", path, "ben", (("page", "meeting"), ("id", self.world.values["meeting"]), ("at", "")))

    def draw(self, chance: Random) -> Target:
        """One of all kinds that are known by now."""
        if len(self._listed) != len(self.found):
            self._listed = [self.found[name] for name in sorted(self.found)]
        target = chance.choice(self._listed)
        if chance.random() < 0.15:
            who = chance.choice(EVERYBODY)
            return Target(target.method, target.path, who, target.fields, target.in_parts)
        return target

    def learn(self, who: str, path: str, page: bytes) -> None:
        """Remember the forms of a page, as this person sees them."""
        try:
            tree: HtmlElement = html.document_fromstring(page)
        except (ParserError, ValueError):
            return
        for form in tree.forms:
            action = urlsplit(form.get("action") or form.get("hx-post") or path)
            fields = tuple((str(name), str(value)) for name, value in form.form_values())
            named = {name for name, _ in fields}
            fields += tuple((str(each.name), "") for each in form.inputs if each.name and each.name not in named)
            address = (action.path or path) + (f"?{action.query}" if action.query else "")
            method = (form.get("method") or "GET").upper()
            target = Target(method, address, who, fields, in_parts="multipart" in (form.get("enctype") or ""))
            self.found.setdefault((*target.kind, who), target)
