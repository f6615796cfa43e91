"""A seat is taken away while people vote: its ballot stays, and the desk says that one was."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.round import Round, RoundState, RoundVoter
from schemas.seat import Seat


async def note_removed(session: AsyncSession, seat: Seat) -> None:
    """As a part of the change that takes a seat away: count it in the open rounds that it could vote in. They are
    locked as closing locks them: a ballot that is being written is in before, or finds no seat after."""
    open_rounds = select(Round).where(Round.board_id == seat.board_id, Round.state == RoundState.OPEN)
    for round_ in (await session.execute(open_rounds.with_for_update())).scalars():
        if await session.get(RoundVoter, (round_.id, seat.id)) is not None:
            round_.removed += 1
