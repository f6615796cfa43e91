"""A board's publication, as it is stored or as it would be made."""

import re
from unicodedata import normalize

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.publication import SLUG_MAX, OpenIdea, Publication
from server.core.change import Change

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue", "ß": "ss"})
MADE = text("""
INSERT INTO publication (board_id, slug, version, intro, shows_meetings, embedded_in)
VALUES (:board, :slug, 1, '', true, '') ON CONFLICT DO NOTHING RETURNING board_id
""")


def slug_of(name: str, number: int = 1) -> str:
    """An address made of a board's name; with a number from the second of that name on."""
    plain = normalize("NFKD", name.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    end = f"-{number}" if number > 1 else ""
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: SLUG_MAX - len(end)].strip("-")
    return (words if re.search("[a-z]", words) else f"peerboard-{words}".strip("-")) + end


async def load_publication(session: AsyncSession, board: Board) -> Publication | None:
    """The board's publication, if it ever had one. No query for a board that had none."""
    if not board.published:
        return None
    return await session.get(Publication, board.id)


def blank(board: Board) -> Publication:
    """What the board's publication would be."""
    return Publication(board_id=board.id, slug=slug_of(board.name))


async def own_publication(change: Change) -> Publication:
    """The board's publication, made if there is none. Its address belongs to no other board, also when two are made at
    the same time."""
    number = 1
    while not change.board.published:
        asked = {"board": change.board.id, "slug": slug_of(change.board.name, number)}
        change.board.published = (await change.session.execute(MADE, asked)).scalar_one_or_none() is not None
        number += 1
    return await change.session.get_one(Publication, change.board.id)


async def opened_row(change: Change, idea_id: int) -> OpenIdea:
    """The row of an idea on the board's open page, made if there is none."""
    found = await change.session.get(OpenIdea, idea_id)
    if found is None:
        found = OpenIdea(idea_id=idea_id, board_id=change.board.id)
        change.session.add(found)
    return found
