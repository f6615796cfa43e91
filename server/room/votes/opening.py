"""Opening a round, which freezes its ideas, its rules and who may vote."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import voting
from schemas.attendance import Attendance
from schemas.codes import new_public_id, new_token
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Method, Round, RoundIdea, RoundOpened, RoundState, RoundVoter, Tally, VoteOn, newest_counted
from schemas.seat import Seat, acting_role, seated
from schemas.secret import Secret
from server.core import clock
from server.core.attending import attended
from server.core.change import Change
from server.core.errors import N_, NotNow
from server.core.office import in_office


async def open_round(change: Change) -> Round:
    """Open a round on the meeting's shown ideas, by the meeting's rules. Raises NotNow without any ideas."""
    at = change.at
    ideas = await voted_on(change.session, at)
    if not ideas:
        raise NotNow(N_("Der er ingen idéer at stemme om endnu. Vis idéerne først."))
    voters = await voters_of(change.session, at)
    approval = at.method is Method.APPROVAL
    round_ = Round(
        public_id=new_public_id(),
        board_id=change.board.id,
        meeting_id=at.id,
        method=at.method,
        dots=len(ideas) if approval else at.dots,
        most=1 if approval else at.most,
        own_allowed=at.own_allowed,
        opened_at=change.now,
        eligible=sum(voter.came for voter in voters),
        result_token=new_token(),
    )
    change.session.add(round_)
    await change.session.flush()
    change.session.add(Secret(round_id=round_.id))
    change.session.add_all(RoundIdea(round_id=round_.id, idea_id=idea.id) for idea in ideas)
    change.session.add_all(RoundVoter(round_id=round_.id, seat_id=v.seat.id, role=v.seat.role) for v in voters)
    change.tell(RoundOpened(round_.id))
    return round_


async def voted_on(session: AsyncSession, at: Meeting) -> list[Idea]:
    """The ideas that a round opened now is about: all that can be voted on or, if the meeting says so and there are
    any, only those that the last round chose. `room/votes/coming.html` tells the coordinator the same beforehand."""
    shown = select(Idea).where(
        *(Idea.meeting_id == at.id, col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None)),
        stands(unsent=True),
    )
    if at.vote_on is VoteOn.CHOSEN:
        chosen = select(Tally.idea_id).where(Tally.round_id == newest_counted(at.id), col(Tally.chosen))
        found = list((await session.execute(shown.where(col(Idea.id).in_(chosen)))).scalars())
        if found:
            return found
    return list((await session.execute(shown)).scalars())


@dataclass(frozen=True)
class Voter:
    """A seat that may vote. A leader's may even if they have not come to the meeting yet; they count once they do."""

    seat: Seat
    came: bool


async def voters_of(session: AsyncSession, at: Meeting) -> list[Voter]:
    """The seats that may vote in a round opened now."""
    roles = voting(leaders_vote=at.leaders_vote)
    query: Any = select(Seat, attended(at.id)).where(Seat.board_id == at.board_id, seated(), in_office())
    found = (await session.execute(query.where(acting_role(clock.now()).in_(roles)))).all()
    sits = [(seat, seat.meeting_id == at.id, came) for seat, came in found]
    return [Voter(seat, its or came) for seat, its, came in sits if its or seat.role is Role.LEADER]


async def note_came(change: Change, seat: Seat, at: Meeting) -> None:
    """As part of the change in which a leader comes to the meeting: they count in an open round that they may vote
    in."""
    open_round = select(Round).where(Round.meeting_id == at.id, Round.state == RoundState.OPEN).with_for_update()
    for round_ in (await change.session.execute(open_round)).scalars():
        if await change.session.get(RoundVoter, (round_.id, seat.id)) is not None:
            round_.eligible += 1


async def forget_absent(change: Change, round_: Round) -> None:
    """As part of closing a round: leaders who never came to the meeting could not have voted, and are in no count of
    who could."""
    came = select(Attendance.seat_id).where(Attendance.meeting_id == round_.meeting_id)
    absent = (RoundVoter.round_id == round_.id, RoundVoter.role == Role.LEADER, col(RoundVoter.seat_id).not_in(came))
    await change.session.execute(delete(RoundVoter).where(*absent))  # type: ignore[arg-type]


async def note_removed(change: Change, seat: Seat) -> None:
    """As part of the change that removes a seat: count it in the open rounds that it could vote in, so that the desk
    can say so. Its ballot stays. The rounds are locked as closing locks them, so a ballot just being written either
    gets in first or finds the seat gone."""
    open_rounds = select(Round).where(Round.board_id == seat.board_id, Round.state == RoundState.OPEN)
    for round_ in (await change.session.execute(open_rounds.with_for_update())).scalars():
        if await change.session.get(RoundVoter, (round_.id, seat.id)) is not None:
            round_.removed += 1
