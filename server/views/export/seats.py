"""The seats of a standing board, as rows of a file: how many an organisation had, in which role and for which term.
Counted, without names or addresses: whoever reads an archive learns who had a say, and not how to reach them."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.danish_order import in_danish_order
from schemas.member import Member
from server.core.days import danish_day
from server.core.translations import say
from server.meeting.members.queries import load_list
from server.views.export.ideas import day_of
from server.web.files.sheet import Cell
from server.web.labels import ROLES

COLUMNS: tuple[str, ...] = ("Organisation", "Rolle", "Fra", "Til", "Pladser")
Seats = tuple[str, str, str | None, str | None]


async def seat_rows(session: AsyncSession, board_id: int) -> list[Sequence[Cell]]:
    """A row of headings, then one for each organisation, role and term of those who said yes to be on the list; the
    organisations by name, and last those who speak for themselves. One query."""
    seats = Counter(_seat(member) for member in await load_list(session, board_id) if member.yes_at is not None)
    ordered = sorted(seats.items(), key=lambda seat: (not seat[0][0], in_danish_order(seat[0][0]), str(seat[0][1:])))
    return [COLUMNS, *((organisation or None, *term, many) for (organisation, *term), many in ordered)]


def _seat(member: Member) -> Seats:
    ends = member.ends_on if member.left_at is None else min(member.ends_on, danish_day(member.left_at))
    return member.organisation, say("da", ROLES[member.role]), day_of(member.starts_on), day_of(ends)
