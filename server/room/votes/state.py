"""What changes in a vote without an event: the turnout, and what the coordinator is warned of."""

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
    """The state of a vote. `busy` while people vote; of the ballots only their number is shown."""

    busy: bool = False
    voted: int = 0
    on_paper: int = 0
    """How many of those voted on paper."""
    few: bool = False
    """Whether too few can vote for a secret ballot: in the open round or, on the desk, in the next one."""
    untold: bool = False
    """Whether a repeat of the last vote would have no result, because a few have come or gone since."""
    marks: bool = False
    """Whether the coordinator is offered to mark what the room has agreed on aloud."""


async def load_turnout(session: AsyncSession, room: Room, _: RoomState) -> VoteState:
    """How many have voted. One query while a round is open, else none."""
    vote: RoomVote = room["vote"]
    if (open_ := vote.open_round) is None:
        return VoteState()
    given = text("ballot.dots <> '{}'")  # a ballot without dots is no vote, here as in the count
    counts = select(func.count(), func.count(col(Ballot.paper_role))).where(Ballot.round_id == open_.id, given)
    voted, on_paper = (await session.execute(counts)).one()
    return VoteState(busy=True, voted=voted, on_paper=on_paper, few=too_few(open_.eligible + on_paper))


async def load_desk_turnout(session: AsyncSession, room: Room, state: RoomState) -> VoteState:
    """The turnout, and what the coordinator should know before the next vote."""
    found, meeting, vote = await load_turnout(session, room, state), room.meeting, room["vote"]
    if vote.open_round is None:
        may_vote = voting(leaders_vote=meeting.leaders_vote)
        found.few = too_few(sum(role in may_vote for role in state.roles_here))
    found.untold = meeting.rule.marks and vote.told is not None and await few_have_moved(session, vote.told)
    found.marks = meeting.rule.marks and (found.few if vote.open_round else not (vote.round and vote.round.told))
    return found
