"""What the paper pages show."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from server.room.paper.slips import entered
from server.room.votes.opening import voted_on


@dataclass
class Paper:
    """The open round with its ideas and the numbers of the slips entered, and the ideas that this seat wrote down for
    others."""

    round: Round | None
    ideas: list[Idea]
    slips: list[int]
    own: list[Idea]

    @property
    def next(self) -> int:
        """The number that the next slip gets."""
        return next(number for number in range(1, len(self.slips) + 2) if number not in self.slips)


async def load_paper(session: AsyncSession, seat: Seat, meeting: Meeting) -> Paper:
    """Everything that the page for entering slips and ideas shows."""
    round_ = await _open_round(session, meeting)
    mine = select(Idea).where(Idea.meeting_id == meeting.id, Idea.seat_id == seat.id, col(Idea.on_paper))
    own = (await session.execute(mine.where(stands(taken_back=False)).order_by(col(Idea.id)))).scalars()
    return Paper(round_, await ballot_ideas(session, meeting, round_), await entered(session, round_), list(own))


async def _open_round(session: AsyncSession, meeting: Meeting) -> Round | None:
    query = select(Round).where(Round.meeting_id == meeting.id, Round.state == RoundState.OPEN)
    return (await session.execute(query)).scalar_one_or_none()


async def load_slip(session: AsyncSession, meeting: Meeting) -> tuple[Round | None, list[Idea]]:
    """What a blank slip shows: the open round and its ideas or, if there is no open round, None and the ideas that a
    vote opened now would be about."""
    round_ = await _open_round(session, meeting)
    return round_, await ballot_ideas(session, meeting, round_)


async def ballot_ideas(session: AsyncSession, meeting: Meeting, round_: Round | None) -> list[Idea]:
    """The shown ideas of an open round, or those that a round opened now would be about, by number."""
    if round_ is None:
        return sorted(await voted_on(session, meeting), key=lambda idea: idea.number or 0)
    query = select(Idea).join(RoundIdea, col(RoundIdea.idea_id) == Idea.id).where(RoundIdea.round_id == round_.id)
    return list((await session.execute(query.where(*SHOWN).order_by(col(Idea.number)))).scalars())


SHOWN = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))


async def shown_ideas(session: AsyncSession, meeting: Meeting) -> list[Idea]:
    """The meeting's ideas that everybody has seen, by number."""
    query = select(Idea).where(Idea.meeting_id == meeting.id, *SHOWN, stands(taken_back=False))
    return list((await session.execute(query.order_by(col(Idea.number)))).scalars())
