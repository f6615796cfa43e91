"""All open boards: which there are and how far each has come, for the cache; and what the list of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.danish_order import in_danish_order
from schemas.unit import UnitKind
from server.core.database import Database
from server.core.unit_walk import above

VERSIONS = "SELECT slug, board_id, version, opened_at IS NOT NULL AS open FROM publication"
UP = above(
    "up",
    "publication JOIN board ON board.id = publication.board_id JOIN unit ON unit.id = board.unit_id"
    " WHERE publication.opened_at IS NOT NULL",
    height=True,
    slug="publication.slug",
    board_name="board.name",
    own="unit.id",
)
LISTED = f"""
WITH RECURSIVE {UP}
SELECT DISTINCT ON (up.slug) up.slug, up.board_name, own.name AS unit, own.kind,
    top.public_id AS top_id, top.name AS top
FROM up JOIN unit AS own ON own.id = up.own JOIN unit AS top ON top.id = up.id
ORDER BY up.slug, up.height DESC
"""  # noqa: S608 - all of it is written in our own modules


@dataclass(frozen=True)
class Version:
    """How far a board's open page has come."""

    board_id: int
    number: int
    open: bool


@dataclass(frozen=True)
class Listed:
    """An open board in the list of all."""

    slug: str
    name: str
    unit: str
    kind: UnitKind
    top_id: str
    top: str
    """The unit above all others that it belongs to: a region, as a rule."""


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the list; "" for anything."""

    q: str = ""
    region: str = ""
    kind: str = ""

    def fits(self, listed: Listed) -> bool:
        """Whether a board is among what is looked for."""
        said = f"{listed.name} {listed.unit} {listed.top}".casefold()
        words = self.q.casefold().split()
        return (
            all(word in said for word in words)
            and self.region in {"", listed.top_id}
            and self.kind in {"", listed.kind.value}
        )


async def load_versions(database: Database, slug: str = "") -> dict[str, Version]:
    """Of every board that is open or was once, by its address; or of the one at `slug`. One statement."""
    rows = await (database.read(f"{VERSIONS} WHERE slug = $1", slug) if slug else database.read(VERSIONS))
    return {row["slug"]: Version(row["board_id"], row["version"], row["open"]) for row in rows}


async def load_listed(database: Database) -> Sequence[Listed]:
    """All open boards, by name. One statement."""
    found = [
        Listed(row["slug"], row["board_name"], row["unit"], UnitKind(row["kind"]), row["top_id"], row["top"])
        for row in await database.read(LISTED)
    ]
    return sorted(found, key=lambda each: (in_danish_order(each.name), each.slug))


def tops_of(listed: Sequence[Listed]) -> list[tuple[str, str]]:
    """The units above all others that have open boards, by name: the public id and the name of each."""
    found: dict[str, str] = {each.top_id: each.top for each in listed}
    return sorted(found.items(), key=lambda each: in_danish_order(each[1]))


def kinds_of(listed: Sequence[Listed]) -> list[UnitKind]:
    """The kinds of units that have open boards, in their own order."""
    found: set[Any] = {each.kind for each in listed}
    return [kind for kind in UnitKind if kind in found]
