"""What was decided about what people wrote, without a word of it: the log for coordinators, its file, and numbers that
everybody may read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.meeting import Meeting
from schemas.screening import Screening, ScreeningDeed, ScreeningLine
from schemas.seat import Seat
from server.core.days import DENMARK
from server.web.files.sheet import Cell

MOST = 500
"""How many lines the page shows; the file has all."""
SHOWN = frozenset({ScreeningDeed.SHOWN, ScreeningDeed.SAID_YES})
ASKED = frozenset({ScreeningDeed.ASKED, ScreeningDeed.CORRECTED})
HEAD = ("Hvornår", "Møde", "Hvad", "Besluttet", "Regel", "Af")
DEEDS = {
    ScreeningDeed.CAME: "kom ind",
    ScreeningDeed.SHOWN: "vist",
    ScreeningDeed.ASKED: "bedt om andre ord",
    ScreeningDeed.CORRECTED: "foreslået andre ord",
    ScreeningDeed.SAID_YES: "sagt ja til andre ord",
    ScreeningDeed.SAID_NO: "sagt nej til andre ord",
    ScreeningDeed.MOVED: "flyttet",
    ScreeningDeed.REFUSED: "ikke vist",
}
"""As the file calls them, which is in Danish like all our files."""


@dataclass(frozen=True)
class Logged:
    """One line. `by` is the name of whoever moderated, for the page alone; "" for what a writer did."""

    line: ScreeningLine
    meeting: str
    idea: bool | None
    """Whether it was an idea; None for what is gone."""
    by: str


@dataclass
class Counts:
    """How often something was shown, asked about, and refused by which rule, or by none."""

    shown: int = 0
    asked: int = 0
    refused: Mapping[int, int] = field(default_factory=dict)
    unruled: int = 0
    """How often something was not shown by no rule: it was there already, a coordinator hid it with a reason, or it
    was closed for whoever wrote it."""

    @property
    def any(self) -> bool:
        """Whether anything was decided."""
        return bool(self.shown or self.asked or self.refused or self.unruled)


async def load_log(session: AsyncSession, board: Board, most: int | None = None) -> list[Logged]:
    """The lines of a board, newest first. One query."""
    columns: Any = (ScreeningLine, Meeting.title, col(Screening.idea_id).is_not(None), Screening.id, Seat.name)
    query = select(*columns).join(Meeting, col(Meeting.id) == ScreeningLine.meeting_id)
    query = query.outerjoin(Screening, col(Screening.id) == ScreeningLine.screening_id)
    query = query.outerjoin(Seat, col(Seat.id) == ScreeningLine.seat_id)
    query = query.where(ScreeningLine.board_id == board.id).order_by(col(ScreeningLine.id).desc()).limit(most)
    rows = (await session.execute(query)).all()
    return [
        Logged(line, meeting, idea if known is not None else None, by or "") for line, meeting, idea, known, by in rows
    ]


async def load_counts(session: AsyncSession, board_id: int | None) -> Counts:
    """The numbers of a board. One query."""
    columns: Any = (ScreeningLine.deed, ScreeningLine.rule, func.count())
    query = select(*columns).where(ScreeningLine.board_id == board_id).group_by(ScreeningLine.deed, ScreeningLine.rule)
    counts, refused = Counts(), Counter[int]()
    for deed, rule, number in (await session.execute(query)).all():
        counts.shown += number if deed in SHOWN else 0
        counts.asked += number if deed in ASKED else 0
        if deed is ScreeningDeed.REFUSED and rule is None:
            counts.unruled += number
        elif deed is ScreeningDeed.REFUSED:
            refused[rule] += number
    counts.refused = dict(sorted(refused.items()))
    return counts


async def log_rows(session: AsyncSession, board: Board) -> list[Sequence[Cell]]:
    """The log as a file: oldest first, without words and without names."""
    found: list[Sequence[Cell]] = [HEAD]
    for each in reversed(await load_log(session, board)):
        at = each.line.at.astimezone(DENMARK).strftime("%Y-%m-%d %H:%M")
        kind = "" if each.idea is None else "idé" if each.idea else "kommentar"
        by = "en moderator" if each.line.seat_id is not None else "den, der har skrevet"
        found.append((at, each.meeting, kind, DEEDS[each.line.deed], each.line.rule or "", by))
    return found
