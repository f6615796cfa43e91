"""The look of a board's pages: the colours and the logo of the nearest unit at or above the board that has them.

It is computed when a unit changes and stored on the board, so that no page needs a query for it.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.unit import Unit
from server.core.unit_walk import above, below
from server.organisation.colours.contrast import OURS
from server.organisation.colours.picture import picture_of

LOGO_HEIGHT = 40
DOWN = below("below", "unit WHERE id = :unit")
BELOW = text("WITH RECURSIVE DOWN SELECT id FROM below".replace("DOWN", DOWN))
UP = above("above", "unit WHERE id = ANY(:units)", height=True, board_unit="unit.id")
ABOVE = text("WITH RECURSIVE UP SELECT board_unit, id FROM above ORDER BY board_unit, height".replace("UP", UP))


def version_of(content: bytes) -> str:
    """A short hash of the content for its URL, so that browsers may cache it for good."""
    return blake2b(content, digest_size=6).hexdigest()


async def look_for(session: AsyncSession, units: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The look of the boards of each unit, by unit id. Two queries."""
    ladders: dict[int, list[int]] = {}
    for unit, each in (await session.execute(ABOVE, {"units": list(units)})).all():
        ladders.setdefault(unit, []).append(each)
    ids = {each for ladder in ladders.values() for each in ladder}
    found = await session.execute(select(Unit).where(col(Unit.id).in_(ids)).execution_options(populate_existing=True))
    known = {unit.id: unit for unit in found.scalars()}
    return {unit: _look([known[each] for each in ladder]) for unit, ladder in ladders.items()}


def _look(ladder: list[Unit]) -> dict[str, Any]:
    look: dict[str, Any] = {"unit": ladder[0].public_id}
    for unit in ladder:
        if unit.colours and "css" not in look:
            look["css"] = f"/colours/{unit.public_id}.css?v={version_of(sheet(unit.colours).encode())}"
        if unit.logo and "logo" not in look and (picture := picture_of(unit.logo)):
            look["logo"] = f"/colours/{unit.public_id}/logo?v={version_of(unit.logo)}"
            look["width"] = picture.width_at(LOGO_HEIGHT)
    return look


async def dress(session: AsyncSession, unit: Unit) -> None:
    """Recompute the look of the boards at and below a unit. Locks those boards, in order of id."""
    await session.flush()
    units = list((await session.execute(BELOW, {"unit": unit.id})).scalars())
    query = select(Board).where(col(Board.unit_id).in_(units)).order_by(col(Board.id))
    boards = list((await session.execute(query.with_for_update(key_share=True))).scalars())
    looks = await look_for(session, {board.unit_id for board in boards})
    for board in boards:
        board.look = looks[board.unit_id]
    await session.flush()


def sheet(colours: Mapping[str, str]) -> str:
    """The style sheet of an organisation. Its colours apply in light mode only; dark mode keeps our own, whose contrast
    is known and which are kind to tired eyes."""
    tokens = "".join(f"--{name}:{colours[name]};" for name in OURS if name in colours)
    by_choice, by_device = ':root[data-theme="light"]', ':root:not([data-theme="dark"])'
    return f"@layer tokens{{{by_choice}{{{tokens}}}@media (prefers-color-scheme:light){{{by_device}{{{tokens}}}}}}}\n"


def preview(colours: Mapping[str, str]) -> str:
    """The same colours for the element #preview alone, whatever the look of the page around it."""
    tokens = "".join(f"--{name}:{colours[name]};" for name in OURS if name in colours)
    return f"@layer tokens{{#preview{{color-scheme:light;{tokens}background:var(--paper);color:var(--ink);}}}}\n"
