"""What changes in a vote without an event: how many have voted, and what the coordinator is warned of."""

from dataclasses import dataclass

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import voting
from schemas.disclosure import too_few
from schemas.round import Ballot
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState
from server.room.votes.queries import RoomVote
from server.room.votes.repeats import few_have_moved


@dataclass
class VoteState:
    """`busy` while people vote: nobody is told of a ballot, only how many there are."""

    busy: bool = False
    voted: int = 0
    on_paper: int = 0
    """How many of those who have voted did so on paper."""
    few: bool = False
    """Whether those who can vote are too few for a secret vote: in an open round, and, for the desk, in the next."""
    untold: bool = False
    """Whether a vote about the same as the last one would have no result, for a few have come or gone since."""
    marks: bool = False
    """Whether the coordinator is offered to mark what the room has chosen."""


async def load_turnout(session: AsyncSession, room: Room, _: RoomState) -> VoteState:
    """How many have voted: one query while a round is open, else none."""
    vote: RoomVote = room["vote"]
    if (open_ := vote.open_round) is None:
        return VoteState()
    given = text("ballot.dots <> '{}'")  # who has taken every dot back has not voted, as when it is counted
    counts = select(func.count(), func.count(col(Ballot.paper_role))).where(Ballot.round_id == open_.id, given)
    voted, on_paper = (await session.execute(counts)).one()
    return VoteState(busy=True, voted=voted, on_paper=on_paper, few=too_few(open_.eligible + on_paper))


async def load_desk_turnout(session: AsyncSession, room: Room, state: RoomState) -> VoteState:
    """The same, and what the coordinator is told beforehand of the next vote."""
    told, meeting, vote = await load_turnout(session, room, state), room.meeting, room["vote"]
    if vote.open_round is None:
        may_vote = voting(leaders_vote=meeting.leaders_vote)
        told.few = too_few(sum(role in may_vote for role in state.roles_here))
    told.untold = meeting.rule.marks and vote.told is not None and await few_have_moved(session, vote.told)
    told.marks = meeting.rule.marks and (told.few if vote.open_round else not (vote.round and vote.round.told))
    return told
