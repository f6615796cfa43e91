"""Opening a round: its ideas, its rules and who may vote are frozen."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import voting
from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting, VoteOn
from schemas.roles import Role
from schemas.round import Method, Round, RoundIdea, RoundOpened, RoundVoter, Tally, newest_counted
from schemas.seat import Seat, seated
from server.change import Change
from server.errors import N_, NotNow
from server.people.office import in_office

VOTED_ON = (Status.PROPOSED, Status.PRIORITISED)


async def open_round(board: Change) -> Round:
    """Open a round on the meeting's shown ideas, by the meeting's rules. Raises NotNow without any idea."""
    at = board.at
    ideas = await voted_on(board.session, at)
    if not ideas:
        raise NotNow(N_("Der er ingen idéer at stemme om endnu. Vis idéerne først."))
    voters = await voters_of(board.session, at)
    approval = at.method is Method.APPROVAL
    round_ = Round(
        public_id=new_public_id(),
        board_id=board.board.id,
        meeting_id=at.id,
        method=at.method,
        dots=len(ideas) if approval else at.dots,
        most=1 if approval else at.most,
        own_allowed=at.own_allowed,
        secret=secrets.token_bytes(32),
        opened_at=board.now,
        eligible=len(voters),
        result_token=new_token(),
    )
    board.session.add(round_)
    await board.session.flush()
    board.session.add_all(RoundIdea(round_id=round_.id, idea_id=idea.id) for idea in ideas)
    board.session.add_all(RoundVoter(round_id=round_.id, seat_id=seat.id, role=seat.role) for seat in voters)
    board.tell(RoundOpened(round_.id))
    return round_


async def voted_on(session: AsyncSession, at: Meeting) -> list[Idea]:
    """What a round that opens now is about: all ideas, or those of the last round's choice that are still to be voted
    on, where it has any. `votes/coming.html` tells the coordinator the same beforehand."""
    shown = select(Idea).where(
        *(Idea.meeting_id == at.id, col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None)),
        col(Idea.status).in_(VOTED_ON),
    )
    if at.vote_on is VoteOn.CHOSEN:
        chosen = select(Tally.idea_id).where(Tally.round_id == newest_counted(at.id), col(Tally.chosen))
        found = list((await session.execute(shown.where(col(Idea.id).in_(chosen)))).scalars())
        if found:
            return found
    return list((await session.execute(shown)).scalars())


async def voters_of(session: AsyncSession, at: Meeting) -> list[Seat]:
    """Who may vote in a round that opens now."""
    roles = voting(leaders_vote=at.leaders_vote)
    query = select(Seat).where(Seat.board_id == at.board_id, seated(), in_office(), col(Seat.role).in_(roles))
    seats = (await session.execute(query)).scalars()
    return [seat for seat in seats if seat.meeting_id == at.id or seat.role is Role.LEADER]
