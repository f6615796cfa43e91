"""What a citizen sees of their enquiry, by their link."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.enquiry import Enquiry
from schemas.unit import Unit
from server.core import clock
from server.core.errors import NotFound
from server.core.settings import Settings
from server.web.dead_links import NO_ENQUIRY


class NoEnquiry(NotFound):
    """A citizen's link that is not valid, or no longer; the page does not say which."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = NO_ENQUIRY


@dataclass(frozen=True)
class ByLink:
    """An enquiry for the citizen who asked."""

    enquiry: Enquiry
    unit: Unit
    board: str
    late: bool


async def load_by_link(session: AsyncSession, settings: Settings, token: str) -> ByLink:
    """The enquiry that a citizen's link opens. Raises NoEnquiry. One query."""
    query = select(Enquiry, Unit, Board).join(Unit, col(Unit.id) == Enquiry.unit_id)
    query = query.outerjoin(Board, col(Board.id) == Enquiry.board_id)
    row = (await session.execute(query.where(Enquiry.token_hash == keyed_hash(settings.secret, token)))).one_or_none()
    if row is None:
        raise NoEnquiry
    enquiry, unit, board = row
    return ByLink(enquiry, unit, board.name if board else "", enquiry.late(clock.now()))
