"""Stepping through a result, from the last line to the first, for the projector and all members alike."""

from sqlalchemy import func
from sqlmodel import col, select

from schemas.act import Act
from schemas.disclosure import Detail
from schemas.format import Phase
from schemas.meeting import Meeting, ResultStepped
from schemas.round import Round, Tally, newest_counted
from schemas.seat import Seat
from server.change import Change, change
from server.errors import N_, Invalid, NotNow
from server.parts import Parts

NOTHING_YET = 999_999_999
"""As `Meeting.result_from`: every rank comes before it, so no line is shown."""


async def step_result(parts: Parts, seat: Seat, meeting: Meeting, what: str, seen: int | None = None) -> None:
    """`step` hides the lines to show them one by one, `next` shows the best of those that are left, `all` the rest.

    `step` and `all` may be chosen while the vote is open. `seen` is the rank that the coordinator saw shown last: a
    second click changes nothing. Raises NotNow when there are no lines to step through."""
    if what not in {"step", "next", "all"}:
        raise Invalid(N_("Vælg, hvordan resultatet vises."))
    async with change(parts, seat, Act.RUN, meeting) as board:
        at = board.at
        if at.phase not in {Phase.VOTE, Phase.RESULT}:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if what == "next" and (at.result_from is None or (seen is not None and seen != at.result_from)):
            return
        if what == "next":
            at.result_from = await _next(board)
        elif what == "step" and at.phase is Phase.RESULT and not await _ranks(board):
            raise NotNow(N_("Der er intet at vise trin for trin."))
        else:
            at.result_from = NOTHING_YET if what == "step" else None
        board.tell(ResultStepped(at.id))


async def _next(board: Change) -> int | None:
    """The next rank to be shown; None when it is the first, and all is shown."""
    shown = board.at.result_from or 0
    left = [rank for rank in await _ranks(board) if rank < shown]
    return max(left) if len(left) > 1 else None


async def _ranks(board: Change) -> list[int]:
    """The ranks of the lines with dots in the newest result, where the numbers may be told: without, no order may."""
    query = (
        select(func.distinct(Tally.rank))
        .join(Round, col(Round.id) == Tally.round_id)
        .where(Round.id == newest_counted(board.at.id), Round.detail == Detail.EXACT, col(Tally.dots) > 0)
    )
    return list((await board.session.execute(query)).scalars())
